import { type Activity, type DefinitionFile, prepareActivity } from "@statehub/activities";
import { formatDiagnostics } from "../report.ts";
import { readActivitiesOrPrint } from "./read.ts";

/** The definitions that are named and wanted, ready to run, if all of them are fine; else what is wrong was printed. */
export function preparedActivities(
  named: readonly string[],
  root: string | undefined,
  isWanted: (definition: DefinitionFile["definition"]) => boolean = () => true,
): Activity[] | undefined {
  const read = readActivitiesOrPrint(named, root);
  if (read === undefined) return undefined;
  const today = new Date().toISOString().slice(0, 10);
  const prepared = read.definitions
    .filter(({ definition }) => isWanted(definition))
    .map((one) => prepareActivity(one, read.contracts, { today }));
  const diagnostics = [...read.problems, ...prepared.flatMap((one) => one.diagnostics)];
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  process.stderr.write(formatDiagnostics(errors, process.stderr));
  return errors.length > 0 ? undefined : prepared.flatMap(({ activity }) => activity ?? []);
}
