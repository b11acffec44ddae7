import { type ConsumerProfile, type FieldRead, type KnownEvent, touches } from "./consumers.ts";
import { fieldPointers } from "./fields.ts";

/** A consumer's reading of a field, at one place in its code. */
export interface FieldReader extends FieldRead {
  readonly consumer: string;
  readonly owner: string;
  readonly repository: string;
}

/** A field of an event, and who reads it. */
export interface FieldReaders {
  readonly pointer: string;
  /** Whether the current contract has it; else only versions that were released before. */
  readonly isCurrent: boolean;
  /** By consumer and place. A reader's own `pointer` may lead deeper, or be of the whole around the field. */
  readonly readers: readonly FieldReader[];
}

/** Every place at which consumers read something of an event. */
export function readersOf(type: string, profiles: readonly ConsumerProfile[]): FieldReader[] {
  return profiles.flatMap(({ consumer, owner, repository, reads }) =>
    reads
      .filter((event) => event.type === type)
      .flatMap(({ fields }) => fields.map((field) => ({ consumer, owner, repository, ...field }))),
  );
}

/** The consumers that handle an event, also those that do not look at its data, in the order of the profiles. */
export function consumersOf(type: string, profiles: readonly ConsumerProfile[]): string[] {
  return profiles.filter(({ reads }) => reads.some((one) => one.type === type)).map(({ consumer }) => consumer);
}

/** All fields of an event, in the order of its contract, also those that nobody reads. */
export function fieldReaders({ type, schemas }: KnownEvent, profiles: readonly ConsumerProfile[]): FieldReaders[] {
  const readers = readersOf(type, profiles);
  const current = new Set(schemas.slice(0, 1).flatMap(fieldPointers));
  const pointers = new Set([...current, ...schemas.flatMap(fieldPointers)]);
  return [...pointers].map((pointer) => ({
    pointer,
    isCurrent: current.has(pointer),
    readers: readers.filter((reader) => touches(reader, pointer)),
  }));
}
