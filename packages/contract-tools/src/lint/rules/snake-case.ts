import { diagnostic } from "../../diagnostics/diagnostic.ts";
import { CONTRACT, type Rule } from "../rule.ts";

const SNAKE_CASE = /^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/;

export const snakeCase: Rule = {
  id: "snake-case",
  severity: "error",
  description: "field names are snake_case",
  profiles: CONTRACT,
  *check({ nodes, source }) {
    for (const { keyword, name, pointer } of nodes) {
      if (keyword !== "properties" || SNAKE_CASE.test(name)) continue;
      yield diagnostic("snake-case", source.place(pointer), { name, want: asSnakeCase(name) });
    }
  },
};

/** `defaultBranch`, `URLPath`, `due-on` → `default_branch`, `url_path`, `due_on`. */
function asSnakeCase(name: string): string {
  const words = name.replaceAll(/([a-z0-9])([A-Z])|([A-Z])(?=[A-Z][a-z])/g, "$1$3_$2").toLowerCase();
  return words.replaceAll(/[^a-z0-9]+/g, "_").replaceAll(/^_|_$/g, "") || "a_name";
}
