import type { EventVerdict } from "../event-verdict.ts";

/** How an event stands, in a word or two. */
export function standing({ state, exempt, breaks, bump, diagnostics }: EventVerdict): string {
  if (exempt !== undefined && breaks.length > 0) return "breaking, but exempt";
  if (bump === "major")
    return breaks.some(({ isProved }) => isProved) || breaks.length === 0 ? "breaking" : "not proved";
  if (diagnostics.some(({ severity }) => severity === "error")) return "not in order";
  if (state === "new" || state === "removed") return state;
  return "compatible";
}

/** What follows for the version. */
export function versionWords({ bump, latest, version, wanted, state }: EventVerdict): string | undefined {
  if (state === "removed") return undefined;
  if (bump === "major") return "none fits: only a new major would do";
  if (latest === undefined) return `${version}, the first to be released`;
  if (bump === "none" && version === latest) return undefined;
  return `${bump}, so ${wanted} after ${latest}${version === wanted ? "" : ` (got ${version})`}`;
}

/** Whether there is anything to say of an event. */
export function isShown({ state, changes, breaks, diagnostics }: EventVerdict): boolean {
  return state !== "unchanged" || changes.length + breaks.length + diagnostics.length > 0;
}

/** What a change does by itself, as far as it does anything. */
export function effectWords({ backward, forward }: { readonly backward: string; readonly forward: string }): string[] {
  return [
    ...(backward === "breaking" ? ["new readers refuse old events"] : []),
    ...(forward === "breaking" ? ["old readers refuse new events"] : []),
    ...(backward === "unknown" || forward === "unknown" ? ["not proved"] : []),
  ];
}
