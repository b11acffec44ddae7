import { diagnostic } from "../../diagnostics/diagnostic.ts";
import { CONTRACT, type Rule } from "../rule.ts";

export const lifecycleFacts: Rule = {
  id: "lifecycle-facts",
  severity: "error",
  description:
    "a retired event has had its sunset, a replacement is another event that goes on, and `deprecated` agrees",
  profiles: CONTRACT,
  *check({ contract, source }, { model, today }) {
    const { event, schema } = contract ?? {};
    if (event === undefined) return;
    const { type, lifecycle, sunset, replacedBy } = event;
    const wrong = (keyword: string, problem: string) =>
      diagnostic("lifecycle-facts", source.place(keyword), { problem });
    if (lifecycle === "retired" && sunset !== undefined && sunset > today) {
      yield wrong(
        "/x-event/lifecycle",
        `the event is retired, but its sunset ${sunset} is yet to come (today is ${today})`,
      );
    }
    if (replacedBy === type) yield wrong("/x-event/replacedBy", "the event is said to be replaced by itself");
    const other = model?.events.find((one) => one.event.type === replacedBy && replacedBy !== type)?.event;
    if (other?.lifecycle === "deprecated" || other?.lifecycle === "retired") {
      yield wrong(
        "/x-event/replacedBy",
        `the event is replaced by ${JSON.stringify(other.type)}, which is ${other.lifecycle} itself`,
      );
    }
    if (schema?.deprecated === true && (lifecycle === "stable" || lifecycle === "proposed")) {
      yield wrong("/deprecated", `"deprecated" is true, but the lifecycle is "${lifecycle}"`);
    }
  },
};
