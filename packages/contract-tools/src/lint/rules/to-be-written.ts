import { findUnwritten } from "../../model/unwritten.ts";
import { CONTRACT, type Rule } from "../rule.ts";

export const toBeWritten: Rule = {
  id: "to-be-written",
  severity: "error",
  description: "no text is left that a person has still to write",
  profiles: CONTRACT,
  check: ({ source }) => findUnwritten(source),
};
