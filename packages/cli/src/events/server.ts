import { connectNats, EventError } from "@statehub/events-runtime";
import { UsageError } from "../usage-error.ts";

export type Nats = Awaited<ReturnType<typeof connectNats>>;

/** A connection to the server that `--server` or NATS_URL names. To name none is an error of the command line. */
export async function connected(server: string | undefined): Promise<Nats> {
  try {
    return await connectNats(server === undefined ? {} : { servers: server });
  } catch (error) {
    if (error instanceof EventError && error.code === "invalid_options") {
      throw new UsageError(`${error.message}: give --server or set NATS_URL`);
    }
    throw error;
  }
}
