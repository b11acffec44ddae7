// Looks for a current server with nothing but what PATH and STATEHUB_EVENTS_CACHE say, and prints the binary's path.
import { findCurrent } from "../../../src/testing/binary/find.ts";
import { thisMachine } from "../../../src/testing/binary/machine.ts";

const machine = { ...thisMachine(), usualPlaces: [] };
const found = await findCurrent(machine, (line) => console.error(line));
console.log(`found ${found.binary}`);
