import { diagnostic } from "../../diagnostics/diagnostic.ts";
import { child } from "../../model/pointer.ts";
import { CONTRACT, type Rule } from "../rule.ts";

const TYPES = /`(org\.statehub\.[a-z0-9_.]+)`/g;

export const proposedReplacement: Rule = {
  id: "proposed-replacement",
  severity: "error",
  description: "an event that is not proposed refers to no proposed one, as its replacement or in a text",
  profiles: CONTRACT,
  *check({ contract, source, nodes }, { model }) {
    const { event } = contract ?? {};
    if (event === undefined || event.lifecycle === "proposed") return;
    const texts: [text: unknown, pointer: string][] = nodes.map(({ schema, pointer }) => [
      schema.description,
      child(pointer, "description"),
    ]);
    texts.push([event.emittedWhen, "/x-event/emittedWhen"]);
    const references = texts.flatMap(([text, pointer]) =>
      typeof text === "string" ? [...text.matchAll(TYPES)].map(([, type]) => ({ type, pointer })) : [],
    );
    for (const { type, pointer } of [{ type: event.replacedBy, pointer: "/x-event/replacedBy" }, ...references]) {
      const other = model?.events.find((one) => one.event.type === type)?.event;
      if (other?.lifecycle !== "proposed" || other.type === event.type) continue;
      const params = { type: event.type, other: other.type, lifecycle: event.lifecycle };
      yield diagnostic("proposed-replacement", source.place(pointer), params);
    }
  },
};
