import { expect, test } from "vitest";
import { pathsOf, read } from "./support/workspace.ts";

/** Pattern → teams. */
const owners = new Map(
  read(".github/CODEOWNERS")
    .split("\n")
    .filter((line) => line.startsWith("/"))
    .map((line) => line.split(/\s+/) as [string, ...string[]])
    .map(([pattern, ...teams]) => [pattern, teams] as const),
);

test("each folder of contracts is its owners' to review", () => {
  const contracts = pathsOf("schemas/*/**/*.json").filter((path) => !path.startsWith("schemas/released/"));
  expect(contracts.length).toBeGreaterThan(4);
  for (const path of contracts) {
    const { "x-event": event } = JSON.parse(read(path)) as { readonly "x-event"?: { readonly owner: string } };
    const teams = owners.get(`/${path.split("/").slice(0, 2).join("/")}/`);
    expect(teams, path).toBeDefined();
    if (event !== undefined) expect(teams, path).toContain(`@statehub/${event.owner}`);
  }
});
