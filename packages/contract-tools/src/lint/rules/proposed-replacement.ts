import { diagnostic } from "../../diagnostics/diagnostic.ts";
import { CONTRACT, type Rule } from "../rule.ts";

export const proposedReplacement: Rule = {
  id: "proposed-replacement",
  severity: "error",
  description: "an event that is not proposed refers to no proposed one",
  profiles: CONTRACT,
  *check({ contract, source }, { model }) {
    const { replacedBy, type, lifecycle } = contract?.event ?? {};
    const other = model?.events.find(({ event }) => event.type === replacedBy)?.event;
    if (type === undefined || lifecycle === undefined || other?.lifecycle !== "proposed") return;
    const params = { type, other: other.type, lifecycle };
    yield diagnostic("proposed-replacement", source.place("/x-event/replacedBy"), params);
  },
};
