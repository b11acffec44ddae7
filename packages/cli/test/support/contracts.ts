/** A contract with nothing special, as a value that a test changes before it writes it with {@link json}. */
export function contract(noun: string, verb: string, changes: Readonly<Record<string, unknown>> = {}): object {
  const title = `${noun.charAt(0).toUpperCase()}${noun.slice(1)}${verb.charAt(0).toUpperCase()}${verb.slice(1)}`;
  return {
    $schema: "https://schemas.statehub.org/contract/v1",
    $id: `https://schemas.statehub.org/${noun}/${verb}.v1`,
    title,
    description: `A ${noun} was ${verb}.`,
    "x-event": {
      type: `org.statehub.${noun}.${verb}`,
      version: "1.0.0",
      owner: "team-tools",
      lifecycle: "stable",
      emittedWhen: `When a ${noun} is ${verb}.`,
      key: `/${noun}_id`,
    },
    type: "object",
    properties: {
      [`${noun}_id`]: { type: "string", minLength: 1, maxLength: 40, description: `The ${noun}'s id.` },
      count: { type: "integer", minimum: 0, description: "How many there are." },
    },
    required: [`${noun}_id`],
    examples: [{ [`${noun}_id`]: "a" }],
    "x-invalid-examples": [{ why: "the id is missing", data: {} }],
    ...changes,
  };
}

/** A fragment that contracts share. */
export function fragment(name: string, title: string, changes: Readonly<Record<string, unknown>>): object {
  const $id = `https://schemas.statehub.org/common/${name}.json`;
  const head = { $schema: "https://schemas.statehub.org/contract/v1", $id, title, description: "Shared." };
  return { ...head, ...changes, examples: ["part"] };
}

/** As a person would write it, so that a line number means something. */
export function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** The 1-based number of the first line with this text. */
export function lineOf(text: string, part: string): number {
  const line = text.split("\n").findIndex((one) => one.includes(part)) + 1;
  if (line === 0) throw new RangeError(`no line has ${part}`);
  return line;
}
