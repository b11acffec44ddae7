import { snapshot, snapshotPathOf } from "../model/bundle.ts";
import type { EventFile } from "../model/contract-file.ts";
import type { InputFile, Model } from "../model/model.ts";
import { RELEASED_LOCK } from "../model/paths.ts";
import { lockText, type Released, releasedFileOf } from "../model/released.ts";
import { textDigest } from "../model/text-digest.ts";
import { addEntry, changelogFileOf, entryOf } from "./changelog.ts";
import type { EventVerdict } from "./event-verdict.ts";
import type { GateReport } from "./gate.ts";
import { changesetFor, type PackageVersions } from "./packages.ts";

/** A version that is frozen by a release. */
export interface Frozen {
  readonly type: string;
  readonly version: string;
  readonly file: string;
}

/** What a release writes. */
export interface Release {
  readonly frozen: readonly Frozen[];
  /** Snapshots, the lock, the changelogs and the changeset; none where nothing is frozen. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
}

export interface ReleaseInput {
  readonly model: Model;
  readonly released: Released;
  /** A report without problems, made without a base. */
  readonly report: GateReport;
  /** The text of a file that is there. */
  readonly textOf: (path: string) => string | undefined;
  /** The packages' versions by name. */
  readonly packages: PackageVersions;
  /** The changesets that wait to be used; undefined to write none. */
  readonly changesets: readonly InputFile[] | undefined;
}

/** Freezes every contract that differs from its newest released version. What is only proposed is not released. */
export function release(input: ReleaseInput): Release {
  const { model, released, report, textOf, changesets } = input;
  const todo = model.events.flatMap((file) => {
    const verdict = report.events.find(({ type }) => type === file.event.type);
    const isDue = verdict !== undefined && verdict.state !== "unchanged" && file.event.lifecycle !== "proposed";
    const text = `${JSON.stringify(snapshot(file, model), null, 2)}\n`;
    return isDue ? [{ file, verdict, path: snapshotPathOf(file), text }] : [];
  });
  if (todo.length === 0) return { frozen: [], files: [] };

  const added = Object.fromEntries(todo.map(({ path, text }) => [path, textDigest(text)]));
  const files = [
    ...todo.map(({ path, text }) => ({ path: releasedFileOf(path), text })),
    { path: RELEASED_LOCK, text: lockText({ ...released.lock, ...added }) },
    ...changelogs(todo, textOf),
    ...(changesets === undefined ? [] : changeset(todo, input.packages, changesets)),
  ];
  const frozen = todo.map(({ file, path }) => ({
    type: file.event.type,
    version: file.event.version,
    file: releasedFileOf(path),
  }));
  return { frozen, files };
}

interface Todo {
  readonly file: EventFile;
  readonly verdict: EventVerdict;
  readonly path: string;
}

/** Two majors of one event share a changelog. */
function changelogs(todo: readonly Todo[], textOf: ReleaseInput["textOf"]): Written[] {
  const texts = new Map<string, string>();
  for (const { file, verdict, path } of todo) {
    const changelog = changelogFileOf(path);
    const before = texts.get(changelog) ?? textOf(changelog);
    texts.set(changelog, addEntry(before, file.event, entryOf(verdict)));
  }
  return [...texts].map(([path, text]) => ({ path, text }));
}

type Written = { readonly path: string; readonly text: string };

/** Declares what the changesets that are there do not. */
function changeset(todo: readonly Todo[], packages: PackageVersions, changesets: readonly InputFile[]): Written[] {
  const events = todo.map(({ verdict }) => verdict);
  const written = changesetFor(events, changesets, packages);
  return written === undefined ? [] : [written];
}
