import { standardFormats } from "@statehub/schema-compat";
import { type EventVerdict, type GateInput, type GateReport, gate } from "../../src/compare/index.ts";
import { snapshot, snapshotPathOf } from "../../src/model/bundle.ts";
import { lockText, type Released, readReleased, releasedFileOf } from "../../src/model/released.ts";
import { textDigest } from "../../src/model/text-digest.ts";
import { eventContract, modelOf } from "./contracts.ts";

export const TRIED = "org.statehub.test.tried";

type Part = Readonly<Record<string, unknown>>;

/** The contract of an event with this version, these keywords and these members of `x-event`. */
export function tried(version: string, more: Part = {}, event: Part = {}): Part {
  const type = version.startsWith("1.") ? TRIED : `${TRIED}.v${version.split(".")[0]}`;
  const contract = eventContract(type, more);
  return { ...contract, "x-event": { ...(contract["x-event"] as object), version, ...event } };
}

/** What was released, from contracts as they were then. */
export function releasedOf(...contracts: readonly Part[]): Released {
  const snapshots = contracts.map((contract) => {
    const model = modelOf(contract);
    const [file] = model.events;
    if (file === undefined) throw new TypeError("no event");
    return { path: snapshotPathOf(file), text: JSON.stringify(snapshot(file, model), null, 2) };
  });
  const lock = lockText(Object.fromEntries(snapshots.map(({ path, text }) => [path, textDigest(text)])));
  const { released, diagnostics } = readReleased([
    { file: "schemas/released/digests.json", text: lock },
    ...snapshots.map(({ path, text }) => ({ file: releasedFileOf(path), text })),
  ]);
  if (diagnostics.length > 0) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return released;
}

/** Compares contracts with what was released. */
export function gateOf(now: readonly Part[], released: Released, more: Partial<GateInput> = {}): GateReport {
  const input = { profiles: [], formats: standardFormats, today: "2026-01-01", ...more };
  return gate({ model: modelOf(...now), released, ...input });
}

/** The verdict on one event. */
export function verdictOn(report: GateReport, type: string = TRIED): EventVerdict {
  const verdict = report.events.find((event) => event.type === type);
  if (verdict === undefined) throw new Error(`no verdict on ${type}`);
  return verdict;
}
