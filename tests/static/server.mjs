// A real HTTP server on this machine for a test, answering as it is told.

import { createServer } from "node:http";

/**
 * @param {(request: {method: string, path: string, token: string | null, body: any}) =>
 *   {status: number, body?: unknown} | "hang up"} answer
 * @returns {Promise<{address: string, fetch: typeof fetch, close: () => Promise<void>}>} its
 *   `fetch` takes paths, as a page's does
 */
export async function serve(answer) {
  const server = createServer((incoming, outgoing) => {
    const chunks = [];
    incoming.on("data", (chunk) => chunks.push(chunk));
    incoming.on("end", () => {
      const content = Buffer.concat(chunks).toString();
      const { authorization } = incoming.headers;
      const result = answer({
        method: incoming.method,
        path: incoming.url,
        token: authorization?.replace("Bearer ", "") ?? null,
        body: content === "" ? null : JSON.parse(content),
      });
      if (result === "hang up") {
        incoming.socket.destroy();
        return;
      }
      const text = typeof result.body === "string" ? result.body : JSON.stringify(result.body);
      outgoing.writeHead(result.status, { "Content-Type": "application/json" });
      outgoing.end(text);
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = `http://127.0.0.1:${server.address().port}`;
  return {
    address,
    fetch: (path, options) => fetch(address + path, options),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
