import { diagnostic } from "../../diagnostics/diagnostic.ts";
import { CONTRACT, type Rule } from "../rule.ts";

export const pastSunset: Rule = {
  id: "past-sunset",
  severity: "error",
  description: "a deprecated event is retired when its sunset has come",
  profiles: CONTRACT,
  *check({ contract, source }, { today }) {
    const { lifecycle, sunset } = contract?.event ?? {};
    if (lifecycle !== "deprecated" || sunset === undefined || today < sunset) return;
    yield diagnostic("past-sunset", source.place("/x-event/sunset"), { sunset, today });
  },
};
