import type { ConsumerProfile } from "@statehub/contract-tools";
import { beforeAll, describe, expect, test } from "vitest";
import { scan } from "../../src/consumers/scan.ts";
import { temporaryFolder } from "../support/repository.ts";
import { FORMS, type Form } from "./forms.ts";
import { consumerProject } from "./project.ts";

const PRELUDE =
  'import { consume, parseEvent, type EventDataByType, type EventOf, type RepoRegistered, type StateHubEvent, type TeamRef } from "@statehub/events-contracts"; const log = (..._: (string | number | boolean | undefined | null)[]): void => {};';
const fileOf = ({ name }: Form): string => `src/${name.replaceAll(/\W+/g, "-")}.ts`;

/** `12 task /title` for each read that the comments of a form announce. */
function announced({ code }: Form): string[] {
  return code.split("\n").flatMap((line, i) => {
    const [, marks] = / \/\/> ?(.*)$/.exec(line) ?? [];
    if (marks === undefined) return [];
    const [first, ...more] = marks.split(" ").filter((mark) => mark !== "");
    const isTask = first === "task";
    return [...(isTask ? [] : [first]), ...more]
      .filter((mark) => mark !== undefined)
      .map((mark) => `${i + 2} ${isTask ? "org.statehub.task.stale" : "org.statehub.repo.registered"} ${mark}`);
  });
}

function found({ reads }: ConsumerProfile, file: string): string[] {
  return reads.flatMap(({ type, fields }) =>
    fields
      .filter((field) => field.file === file)
      .map(({ line, pointer, access }) => `${line} ${type} ${pointer}${access === "whole" ? "*" : ""}`),
  );
}

describe("the scan of", () => {
  let profile: ConsumerProfile;

  beforeAll(async () => {
    const root = await temporaryFolder();
    const files = Object.fromEntries(FORMS.map((form) => [fileOf(form), `${PRELUDE}\n${form.code}\n`]));
    await consumerProject(root, files);
    const result = scan({ consumer: "c", owner: "o", repository: "r" }, { root, tsconfig: undefined });
    expect(result.diagnostics).toEqual([]);
    profile = result.profile as ConsumerProfile;
  });

  test.each(FORMS)("$name finds what is read, at its line", (form) => {
    expect([...new Set(found(profile, fileOf(form)))].sort()).toEqual([...new Set(announced(form))].sort());
  });
});
