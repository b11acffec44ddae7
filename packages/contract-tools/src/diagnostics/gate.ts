import { quote, type Words } from "./words.ts";

/** Problems that comparing with what was released can report, with their words. */
export const GATE = {
  "breaking-change": (p: { refusal: string; hurt: string; ways: readonly string[] }): Words => ({
    message: `${p.refusal}: ${p.hurt}`,
    fix: `${p.ways.join("; or ")}.`,
  }),
  "not-proved": (p: { reason: string; hurt: string; ways: readonly string[] }): Words => ({
    message: `not proved, and so treated as breaking (${p.reason}): ${p.hurt}`,
    fix: `${p.ways.join("; or ")}.`,
  }),
  "key-changed": (p: { got: string; was: string; since: string }): Words => ({
    message: `the key was ${quote(p.was)} in ${p.since} and is ${quote(p.got)} now: events of one thing would lose their order`,
    fix: "keep the key, or start a new major.",
  }),
  "contract-removed": (p: { type: string; what: string; renamed: string | undefined }): Words => ({
    message: `the contract of ${p.type} is gone, and ${p.what}${p.renamed === undefined ? "" : `; ${p.renamed} says the same, but a new name is a new event`}`,
    fix: 'bring it back; an event ends as "deprecated" with a sunset, and after that day as "retired".',
  }),
  "version-too-low": (p: { got: string; latest: string; want: string; why: string }): Words => ({
    message: `version: got ${quote(p.got)}, want ${quote(p.want)}, since ${p.latest} is released and ${p.why}`,
    fix: "run `statehub-events bump`, which writes it.",
  }),
  "version-skips": (p: { got: string; latest: string; want: string }): Words => ({
    message: `version: got ${quote(p.got)}, which skips versions after ${p.latest}, want ${quote(p.want)}`,
    fix: "run `statehub-events bump`, which writes it.",
  }),
  "lifecycle-step": (p: { from: string; to: string; problem: string; fix: string }): Words => ({
    message: `lifecycle: ${p.from} → ${p.to}: ${p.problem}`,
    fix: p.fix,
  }),
  "changeset-too-low": (p: { package: string; got: string | undefined; want: string; why: string }): Words => ({
    message: `${p.package}: the changesets declare ${p.got ?? "nothing"}, want at least ${p.want}, since ${p.why}`,
    fix: "run `statehub-events changeset`, which writes one that does, or `npx changeset` and choose that bump.",
  }),
  "changeset-unreadable": (p: { problem: string }): Words => ({
    message: `not a changeset: ${p.problem}`,
    fix: "write it with `npx changeset`, or remove it.",
  }),
  "released-edited": (p: { path: string }): Words => ({
    message: `the released version ${p.path} was edited: its digest is not the one in the lock`,
    fix: "take the edit back (`git log` on the file shows it); a change belongs in the contract, under a new version.",
  }),
  "released-missing": (p: { path: string }): Words => ({
    message: `the released version ${p.path} is in the lock, but its file is not there: events of it may be stored`,
    fix: "bring the file back; a released version is never removed.",
  }),
  "released-unlocked": (p: { path: string }): Words => ({
    message: `${p.path} lies among the released versions, but the lock does not know it`,
    fix: "bring back its line in the lock, if it was released (after a merge, keep the lines of both sides); else remove it and run `statehub-events release`, which writes both.",
  }),
  "released-place": (p: { got: string; want: string }): Words => ({
    message: `not the snapshot of a released version: got ${p.got}, want ${p.want}`,
    fix: "bring the file back as it was released, or remove what does not belong here.",
  }),
  "released-lock": (p: { got: string }): Words => ({
    message: `not a lock: got ${p.got}, want an object such as {"repo/registered/1.0.0": "sha256:…"}`,
    fix: "bring back the file that was committed.",
  }),
} as const;
