import { Environment } from "@marcbachmann/cel-js";

/** What an expression may name. `event` exists for events, `schedule` for schedules. */
export const VARIABLES = ["event", "schedule", "inputs", "context", "now"] as const;

export type Variable = (typeof VARIABLES)[number];

/**
 * A CEL environment without variables. JSON has one kind of number, a double, and people write `14` and not `14.0`: so
 * the operators also take a double beside an integer. `knowsTypes`: its variables will have types, so that it can tell
 * whether the items of a list are of one; without, a field would never be of the type of what is written out beside it.
 */
export function numericEnvironment(knowsTypes: boolean): Environment {
  const environment = new Environment({ enableOptionalTypes: true, homogeneousAggregateLiterals: knowsTypes });
  for (const [operator, apply] of Object.entries(MIXED)) {
    // Without a type, the result would be taken for one of the left side's.
    const result = operator === "==" ? "bool" : "double";
    environment.registerOperator(`double ${operator} int: ${result}`, apply);
    // CEL's own equality of an integer and a double exists in this direction only.
    if (operator !== "==") environment.registerOperator(`int ${operator} double: ${result}`, apply);
  }
  environment.registerOperator("double % double", (a: number, b: number) => a % b);
  return environment;
}

type Numeric = number | bigint;

const MIXED: Readonly<Record<string, (a: Numeric, b: Numeric) => number | boolean>> = {
  "+": (a, b) => Number(a) + Number(b),
  "-": (a, b) => Number(a) - Number(b),
  "*": (a, b) => Number(a) * Number(b),
  "/": (a, b) => Number(a) / Number(b),
  "%": (a, b) => Number(a) % Number(b),
  "==": (a, b) => Number(a) === Number(b),
};
