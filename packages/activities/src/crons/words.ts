// Words that say what a job or an event is about. Matching them is a guess, which a person confirms.

/** Words of names that say nothing of what a job is about. */
const EMPTY: ReadonlySet<string> = new Set(
  "a all an and at bash bin by cd check checks cron daily do env every exec find flock for friday from get handle hourly hub in job jobs make monday monthly new nightly node npm npx of on opt org process php py python refresh run runs saturday scan script scripts service sh src statehub sunday sweep task the thursday timer to tuesday update wednesday weekly with work".split(
    " ",
  ),
);

/** `stale-tasks.sh` → `stale`, `task`: what is left of a text, in the singular and without endings. */
export function wordsOf(text: string): Set<string> {
  const words = text
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word.length > 2)
    .map(stem);
  return new Set(words);
}

/** A crude stem: `registered`, `registering`, `registers` → `regist`; `repositories` → `repo`. */
export function stem(word: string): string {
  if (/^repositor(?:y|ies)$/.test(word)) return "repo";
  const singular = word.replace(/ies$/, "y").replace(/(?<=[^su])s$/, "");
  return singular.replace(/(?:ation|ing|ed|er|or|ion|e)$/, (ending) =>
    singular.length - ending.length >= 4 ? "" : ending,
  );
}

export function isTelling(word: string): boolean {
  return !EMPTY.has(word);
}
