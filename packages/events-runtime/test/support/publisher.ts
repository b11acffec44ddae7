import { connectPublisher, type Publisher, type PublisherOptions } from "../../src/index.ts";
import type { NatsServer } from "../../src/testing/index.ts";
import { contracts, source } from "./contracts.ts";
import { type Recorder, recorder } from "./recorder.ts";
import { ending } from "./server.ts";

/** A publisher on the server, or on what the options say, that ends with the test. */
export async function publisherOn(
  server: NatsServer | undefined,
  options: Partial<PublisherOptions> = {},
): Promise<{ publisher: Publisher; logger: Recorder }> {
  const logger = recorder();
  const where = server === undefined ? {} : { servers: server.url };
  const publisher = await connectPublisher({ contracts, source, logger, env: {}, ...where, ...options });
  return { publisher: ending(publisher), logger };
}
