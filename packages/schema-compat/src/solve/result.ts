import type { Json } from "../json/json.ts";

/** What stopped the solver: the keyword at fault, where it stands when that is known, and why. */
export interface Obstacle {
  readonly keyword: string;
  readonly pointer: string;
  readonly reason: string;
}

/** Whether any instance fulfils a formula: this one does, none does, or that could not be settled. */
export type Result =
  | { readonly is: "found"; readonly value: Json }
  | { readonly is: "none" }
  | { readonly is: "open"; readonly obstacle: Obstacle };

export const none: Result = { is: "none" };

export function found(value: Json): Result {
  return { is: "found", value };
}

export function open(keyword: string, reason: string, pointer = ""): Result {
  return { is: "open", obstacle: { keyword, pointer, reason } };
}

/** Instances of a formula, and whether these are all. */
export interface Listing {
  readonly values: readonly Json[];
  readonly complete: boolean;
}

/** The question took more steps than it was given. */
export class BudgetError extends Error {
  override readonly name = "BudgetError";
}
