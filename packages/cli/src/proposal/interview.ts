import { createInterface } from "node:readline/promises";
import { type EventType, FIELD_FORM, type Model } from "@statehub/contract-tools";
import { UsageError } from "../usage-error.ts";
import { keyOf, ownerBeside, readFields, readOwner, readType, type Wishes } from "./wishes.ts";

/** Puts a question and resolves with the line that is answered; undefined at the end of the input. */
type Ask = (question: string) => Promise<string | undefined>;

/**
 * Asks for what was not said yet, on the given streams. An answer that cannot be used is told, and asked for again.
 * Resolves to nothing when the input ends before the last answer.
 */
export async function interview(
  said: Wishes,
  model: Model,
  streams: { readonly input: NodeJS.ReadableStream; readonly output: NodeJS.WritableStream },
): Promise<Wishes | undefined> {
  const lines = createInterface({ input: streams.input, crlfDelay: Number.POSITIVE_INFINITY });
  // Lines are taken as they come: of an input that is no terminal, `question` would lose what came early.
  const answers = lines[Symbol.asyncIterator]();
  const ask: Ask = async (question) => {
    streams.output.write(`${question}\n> `);
    const { value, done } = await answers.next();
    return done ? undefined : (value as string).trim();
  };
  const tell = (problem: string): void => void streams.output.write(`  ${problem}\n`);
  try {
    return await questions(said, model, ask, tell);
  } finally {
    lines.close();
  }
}

/** Asks until the answer can be used. */
async function until<Answer>(
  ask: () => Promise<string | undefined>,
  read: (text: string) => Answer | { problem: string },
  tell: (problem: string) => void,
): Promise<Answer | undefined> {
  for (let text = await ask(); text !== undefined; text = await ask()) {
    const answer = read(text);
    if (typeof answer !== "object" || answer === null || !("problem" in answer)) return answer as Answer;
    tell(answer.problem);
  }
  return undefined;
}

async function questions(
  said: Wishes,
  model: Model,
  ask: Ask,
  tell: (problem: string) => void,
): Promise<Wishes | undefined> {
  const event =
    said.type === undefined
      ? await until<EventType>(
          () => ask("What happens? The event's type, such as repo.archived: nouns, then a past participle."),
          readType,
          tell,
        )
      : readType(said.type);
  if (event === undefined) return undefined;
  // What was not asked for is not asked for again.
  if ("problem" in event) throw new UsageError(event.problem);
  const type = event.type;
  if (event.major > 1) return { ...said, type };

  const usual = ownerBeside(event, model);
  const owner =
    said.owner ??
    (await until<string>(
      () => ask(`Which team answers for it?${usual === undefined ? "" : ` [${usual}]`}`),
      (text) => readOwner(text === "" && usual !== undefined ? usual : text),
      tell,
    ));
  if (owner === undefined) return undefined;
  const description = said.description ?? (await ask("What happened, in a sentence? (empty: later)"));
  if (description === undefined) return undefined;
  const when = said.when ?? (await ask("When is it emitted: in which transaction or check? (empty: later)"));
  if (when === undefined) return undefined;

  const fields = [...said.fields];
  while (said.fields.length === 0) {
    const question = `Field ${fields.length + 1}, as ${FIELD_FORM}${fields.length === 0 ? "" : " (empty: no more)"}`;
    const read = (text: string): string | { problem: string } => {
      if (text === "" && fields.length > 0) return text;
      const found = readFields([...fields, text], event, model);
      return "problem" in found ? found : text;
    };
    const field = await until(() => ask(question), read, tell);
    if (field === undefined) return undefined;
    if (field === "") break;
    fields.push(field);
  }
  const key = said.key ?? (await askForKey(fields, event, model, ask, tell));
  if (key === undefined) return undefined;
  return {
    ...said,
    type,
    owner,
    description: description === "" ? undefined : description,
    when: when === "" ? undefined : when,
    fields,
    key,
  };
}

async function askForKey(
  texts: readonly string[],
  event: EventType,
  model: Model,
  ask: Ask,
  tell: (problem: string) => void,
): Promise<string | undefined> {
  const fields = readFields(texts, event, model);
  const usual = "problem" in fields ? fields : keyOf(fields, undefined);
  if (typeof usual === "object" || "problem" in fields) return "";
  const question = `Which field is the key: what events of one thing have in common, and are ordered by? [${usual}]`;
  return until(
    () => ask(question),
    (text) => keyOf(fields, text === "" ? usual : text),
    tell,
  );
}
