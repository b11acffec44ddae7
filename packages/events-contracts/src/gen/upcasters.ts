// @generated from schemas/

import type { Upcaster } from "@statehub/events-runtime";

/** Event type → the type that its events are brought to by one step. */
export type NextMajor = Readonly<Record<never, never>>;

/** Event type → the upcaster that takes this step. */
export const upcasters: { readonly [Type in keyof NextMajor]: Upcaster } = {};
