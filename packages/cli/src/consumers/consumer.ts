import { join } from "node:path";
import { readIfThere } from "../files/read.ts";
import { UsageError } from "../usage-error.ts";

/** What a profile says of the consumer itself. */
export interface Consumer {
  readonly consumer: string;
  readonly owner: string;
  readonly repository: string;
  readonly root?: string;
}

const NAME = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** Who the consumer is: what was named, else what its profile says, else what package.json in its root says. */
export function consumerOf(root: string, named: Partial<Consumer>, profile: Partial<Consumer> = {}): Consumer {
  const manifest = readManifest(root);
  const consumer = named.consumer ?? profile.consumer ?? manifest.consumer;
  const owner = named.owner ?? profile.owner;
  const repository = named.repository ?? profile.repository ?? manifest.repository;
  if (consumer === undefined || !NAME.test(consumer)) {
    const got = consumer === undefined ? "no name" : JSON.stringify(consumer);
    throw new UsageError(`got ${got} for the consumer: name it with --consumer, such as "activity-core"`);
  }
  if (owner === undefined || owner === "") {
    throw new UsageError(`no owner of ${consumer} is known: name the team that answers for it with --owner`);
  }
  if (repository === undefined || repository === "") {
    throw new UsageError(`no repository of ${consumer} is known: name its URL with --repository`);
  }
  return { consumer, owner, repository };
}

function readManifest(root: string): Partial<Consumer> {
  const text = readIfThere(join(root, "package.json"));
  if (text === undefined) return {};
  let manifest: { name?: unknown; repository?: unknown };
  try {
    manifest = JSON.parse(text);
  } catch {
    return {}; // npm says what is wrong with it
  }
  const { name, repository } = manifest;
  const url =
    typeof repository === "object" && repository !== null && "url" in repository ? repository.url : repository;
  return {
    ...(typeof name === "string" && { consumer: name.replace(/^@[^/]+\//, "") }),
    ...(typeof url === "string" && { repository: url.replace(/^git\+/, "").replace(/\.git$/, "") }),
  };
}
