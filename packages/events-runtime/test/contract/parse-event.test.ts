import { inspect } from "node:util";
import { expect, test } from "vitest";
import { createEnvelope, decodeEnvelope, parseEvent } from "../../src/index.ts";
import { contracts, repoRegistered, source } from "../support/contracts.ts";

const known = createEnvelope(repoRegistered, { repo_id: "r1", name: "hub" }, { source });
const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

test("an event is what was written, from any view of its bytes", () => {
  const padded = Buffer.concat([Buffer.from("xx"), bytes(known), Buffer.from("xx")]);
  expect(parseEvent(padded.subarray(2, -2), contracts)).toEqual(known);
});

test("what a reader does not know is left as it is", () => {
  const newer = {
    ...known,
    dataschema: "https://schemas.statehub.org/repo/registered/1.9.0",
    partitionkey: "p",
    data: { ...known.data, stars: 3 },
  };
  expect(parseEvent(bytes(newer), contracts)).toEqual(newer);
});

test("ids are different, of version 7, and rise with time", () => {
  const ids = Array.from({ length: 2_000 }, () => createEnvelope(repoRegistered, known.data, { source }).id);
  expect(new Set(ids).size).toBe(2_000);
  const times = ids.map((id) => id.replace("-", "").slice(0, 12));
  expect(times).toEqual([...times].sort());
});

test("what cannot be decoded is not quoted: it may be personal", () => {
  const error = (() => {
    try {
      return decodeEnvelope(Buffer.from('{"owner_email":"jo@example.org"'));
    } catch (thrown) {
      return thrown as Error;
    }
  })();
  expect(error).toMatchObject({ code: "undecodable" });
  expect(inspect(error)).not.toContain("example.org");
});
