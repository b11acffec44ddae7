import { validRange } from "semver";
import { nextRuns, scheduleOf } from "../crons/schedule.ts";
import { type ActivityDiagnostic, problem } from "../diagnostics/diagnostic.ts";
import { type ActivityDefinition, cronTriggers, eventTriggers } from "./definition.ts";
import type { YamlSource } from "./source.ts";

/** What is wrong with triggers by themselves; whether the events exist is checked beside the contracts. */
export function checkTriggers(source: YamlSource, definition: ActivityDefinition): ActivityDiagnostic[] {
  const found: ActivityDiagnostic[] = [];
  if (eventTriggers(definition).length > 0 && cronTriggers(definition).length > 0) {
    found.push(problem("mixed-triggers", source.place(["triggers"]), undefined as never));
  }
  for (const [i, trigger] of definition.triggers.entries()) {
    if ("event" in trigger) {
      if (trigger.versions !== undefined && validRange(trigger.versions) === null) {
        const params = { got: JSON.stringify(trigger.versions), want: "a range of versions such as `>=1.1.0 <2.0.0`" };
        found.push(problem("bad-value", source.place(["triggers", i, "versions"]), params));
      }
      continue;
    }
    const { cron, timezone } = trigger;
    if (!isTimezone(timezone)) {
      const params = { got: JSON.stringify(timezone), want: "an IANA time zone such as `Europe/Berlin`" };
      found.push(problem("bad-value", source.place(["triggers", i, "timezone"]), params));
    }
    const trouble = cronProblem(cron);
    if (trouble !== undefined) {
      const params = { got: JSON.stringify(cron), want: `five fields as in crontab(5): ${trouble}` };
      found.push(problem("bad-value", source.place(["triggers", i, "cron"]), params));
    }
  }
  return found;
}

function isTimezone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

function cronProblem(expression: string): string | undefined {
  if (expression.trim().split(/\s+/).length !== 5) return "it has another number of fields";
  const schedule = scheduleOf(expression);
  if (schedule.kind === "unsupported") return schedule.because;
  return nextRuns(schedule, new Date(), 1).length === 0 ? "there is no such day" : undefined;
}
