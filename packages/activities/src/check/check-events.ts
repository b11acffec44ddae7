import { didYouMean } from "@statehub/contract-tools";
import { type DefinitionFile, type EventTrigger, eventTriggers } from "../definition/definition.ts";
import { type ActivityDiagnostic, problem } from "../diagnostics/diagnostic.ts";
import type { Contracts } from "./contracts.ts";
import { versionsOf } from "./scope.ts";

export interface CheckOptions {
  /** The present day (RFC 3339 date): after its sunset a deprecated event is as good as gone. */
  readonly today: string;
}

/** Whether there are the events that set a definition off, and will be. */
export function checkEvents(
  { definition, source }: DefinitionFile,
  { byType }: Contracts,
  { today }: CheckOptions,
): ActivityDiagnostic[] {
  return eventTriggers(definition).flatMap((trigger: EventTrigger, i) => {
    const at = source.place(["triggers", i, "event"]);
    const { event: type } = trigger;
    const contract = byType.get(type);
    if (contract === undefined)
      return [problem("unknown-event", at, { type, suggestion: didYouMean(type, byType.keys()) })];
    const { lifecycle, sunset = "", replacedBy, versions } = contract;
    const found: ActivityDiagnostic[] = [];
    if (lifecycle === "retired" || (lifecycle === "deprecated" && sunset < today)) {
      found.push(problem("retired-event", at, { type, replacedBy }));
    } else if (lifecycle === "deprecated") found.push(problem("deprecated-event", at, { type, sunset, replacedBy }));
    else if (lifecycle === "proposed" && definition.mode === "active")
      found.push(problem("proposed-event", at, { type }));
    if (versionsOf(trigger, contract).length === 0) {
      const params = { range: trigger.versions ?? "", versions: versions.map(({ version }) => version) };
      found.push(problem("no-version-in-range", source.place(["triggers", i, "versions"]), params));
    }
    return found;
  });
}
