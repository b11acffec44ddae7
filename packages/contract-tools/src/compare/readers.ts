import { type ConsumerProfile, type FieldRead, touches } from "../model/consumers.ts";

/** A place in a consumer's code that reads a field. */
export interface Reader extends FieldRead {
  readonly consumer: string;
  readonly owner: string;
  readonly repository: string;
}

/** The consumers that handle an event, by name. */
export function consumersOf(type: string, profiles: readonly ConsumerProfile[]): string[] {
  return profiles.filter(({ reads }) => reads.some((one) => one.type === type)).map(({ consumer }) => consumer);
}

/** Who reads a field: it itself, something inside it, or a value around it that is passed on whole. */
export function readersOf(type: string, location: string, profiles: readonly ConsumerProfile[]): Reader[] {
  return profiles.flatMap(({ consumer, owner, repository, reads }) =>
    reads
      .filter((one) => one.type === type)
      .flatMap(({ fields }) => fields.filter((field) => touches(field, location)))
      .map((field) => ({ consumer, owner, repository, ...field })),
  );
}
