// The grammar of event types, which are NATS subjects: docs/nats-event-subjects.md has it as ABNF.

/** The first tokens of every event type. */
export const SUBJECT_PREFIX = "org.statehub";

/** Tokens with a meaning of their own in paths and subjects. */
export const RESERVED_TOKENS: readonly string[] = ["released", "common", "envelope"];

/** Verbs that say what state was entered where no past participle does. */
export const STATE_WORDS: readonly string[] = ["stale", "overdue", "idle", "due"];

/** Past participles that do not end in "ed". */
const IRREGULAR_PARTICIPLES: readonly string[] = [
  "begun",
  "bought",
  "bound",
  "broken",
  "brought",
  "built",
  "cast",
  "caught",
  "chosen",
  "cut",
  "dealt",
  "done",
  "drawn",
  "driven",
  "fallen",
  "fed",
  "forbidden",
  "forgiven",
  "forgotten",
  "found",
  "frozen",
  "given",
  "gone",
  "grown",
  "held",
  "hidden",
  "hit",
  "kept",
  "known",
  "laid",
  "led",
  "left",
  "lent",
  "lit",
  "lost",
  "made",
  "met",
  "mistaken",
  "overridden",
  "overrun",
  "overtaken",
  "paid",
  "proven",
  "put",
  "read",
  "rebuilt",
  "redone",
  "remade",
  "rerun",
  "resent",
  "reset",
  "rewritten",
  "risen",
  "run",
  "seen",
  "sent",
  "set",
  "shown",
  "shut",
  "sold",
  "sought",
  "spent",
  "split",
  "spoken",
  "spread",
  "spun",
  "stolen",
  "struck",
  "stuck",
  "taken",
  "taught",
  "thought",
  "thrown",
  "told",
  "torn",
  "unbound",
  "understood",
  "undone",
  "unset",
  "upheld",
  "withdrawn",
  "withheld",
  "woken",
  "won",
  "worn",
  "written",
];

const TOKEN = /^[a-z][a-z0-9_]*$/;
const VERSION_TOKEN = /^v[0-9]+$/;
const MAJOR_TOKEN = /^v(?:[2-9]|[1-9][0-9]+)$/;
/** The longest event type: it is also a file path, and NATS and file systems have limits. */
const LONGEST = 200;

/** An event type taken apart. */
export interface EventType {
  readonly type: string;
  readonly nouns: readonly string[];
  readonly verb: string;
  /** 1 for a type without a version token, else what its last token says. */
  readonly major: number;
}

/** Takes an event type apart by the grammar, or says in words what is wrong with it. */
export function parseEventType(type: string): EventType | { readonly problem: string } {
  if (type.length > LONGEST) return { problem: `got ${type.length} characters, want at most ${LONGEST}` };
  if (!type.startsWith(`${SUBJECT_PREFIX}.`)) return { problem: `want it to begin with "${SUBJECT_PREFIX}."` };
  const tokens = type.slice(SUBJECT_PREFIX.length + 1).split(".");
  const last = tokens.at(-1) as string;
  const versioned = VERSION_TOKEN.test(last);
  if (versioned && !MAJOR_TOKEN.test(last)) {
    return { problem: `got version token "${last}", want "v2" or higher; the first major has none` };
  }
  const words = versioned ? tokens.slice(0, -1) : tokens;
  for (const word of words) {
    if (!TOKEN.test(word))
      return { problem: `got token "${word}", want a lower-case letter, then letters, digits or _` };
    if (RESERVED_TOKENS.includes(word) || VERSION_TOKEN.test(word)) return { problem: `"${word}" is a reserved token` };
  }
  const verb = words.at(-1) as string;
  if (words.length < 2) return { problem: "want at least a noun and a verb" };
  if (!isVerb(verb)) {
    return {
      problem: `got verb "${verb}", want a past participle ("registered") or a state word (${STATE_WORDS.join(", ")})`,
    };
  }
  return { type, nouns: words.slice(0, -1), verb, major: versioned ? Number(last.slice(1)) : 1 };
}

/** Whether the last word of a type may be `verb`: `moved`, `run`, `stale`, or such a word after others (`re_opened`). */
function isVerb(verb: string): boolean {
  const last = verb.slice(verb.lastIndexOf("_") + 1);
  return /[a-z]ed$/.test(last) || IRREGULAR_PARTICIPLES.includes(last) || STATE_WORDS.includes(last);
}

/** `org.statehub.repo.registered.v2` → `repo/registered.v2`, the path of its file under schemas/, without `.json`. */
export function modulePathOf({ nouns, verb, major }: EventType): string {
  return [...nouns, `${verb}.v${major}`].join("/");
}

/** `repo/registered.v2` → `org.statehub.repo.registered.v2`; undefined where the path is not that of an event. */
export function typeOfModulePath(path: string): string | undefined {
  const match = /^(.+)\.v([1-9][0-9]*)$/.exec(path);
  if (match === null || !path.includes("/")) return undefined;
  const [, words, major] = match;
  return `${SUBJECT_PREFIX}.${words?.replaceAll("/", ".")}${major === "1" ? "" : `.v${major}`}`;
}

/** `org.statehub.domain.goal.activated.v2` → `DomainGoalActivatedV2`, the name of its TypeScript type. */
export function typeNameOf({ nouns, verb, major }: EventType): string {
  return pascalCase([...nouns, verb].join("_")) + (major === 1 ? "" : `V${major}`);
}

/** `goal_set` or `repo-ref` → `GoalSet`, `RepoRef`. */
export function pascalCase(text: string): string {
  return text
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}
