import { once } from "node:events";
import { createServer } from "node:net";

/**
 * A port on 127.0.0.1 that nobody listens on, for a server that cannot take one itself. It is below those that systems
 * give to outgoing connections, so that it is still free when the server is restarted.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 15_000 + Math.floor(Math.random() * 15_000);
    const server = createServer();
    try {
      await once(server.listen(port, "127.0.0.1"), "listening");
      return port;
    } catch {
      // Somebody has it.
    } finally {
      server.close();
    }
  }
}
