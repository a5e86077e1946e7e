import { once } from "node:events";
import { connect, createServer } from "node:net";
import { onEnd } from "../lifecycle.mjs";

/**
 * A proxy in front of the database for one server. Returns its URL, and `cut` and `mend`, which interrupt and restore
 * the connection.
 */
export async function openSwitch(target) {
  const { hostname, port } = new URL(target);
  const sockets = new Set();
  const server = createServer((near) => {
    const far = connect(Number(port || 5432), hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket
        .on("error", () => {})
        .on("close", () => {
          sockets.delete(socket);
          near.destroy();
          far.destroy();
        });
    }
    near.pipe(far).pipe(near);
  });
  const listen = async (at) => {
    server.listen(at, "127.0.0.1");
    await once(server, "listening");
    return server.address().port;
  };
  const local = await listen(0);
  async function cut() {
    if (!server.listening) return;
    server.close();
    for (const socket of sockets) socket.destroy();
    await once(server, "close");
  }
  onEnd(cut);
  const url = new URL(target);
  url.hostname = "127.0.0.1";
  url.port = String(local);
  return { url: url.href, cut, mend: () => listen(local) };
}
