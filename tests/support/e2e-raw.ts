import { connect } from "node:net";

interface RawRequest {
  method?: string;
  /** Replaces the server's address. */
  host?: string;
  /** Sent unchanged, even with NUL; a name may occur twice. */
  headers?: [name: string, value: string][];
}

/** Sends bytes that no HTTP client would send. Returns the status and the whole answer. */
export async function sendRaw(
  url: string,
  path: string,
  { method = "GET", host, headers = [] }: RawRequest = {},
): Promise<{ status: number; text: string }> {
  const { host: ownHost, hostname, port } = new URL(url);
  const lines = [
    `${method} ${path} HTTP/1.1`,
    `Host: ${host ?? ownHost}`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
    "Connection: close",
  ];
  const socket = connect(Number(port), hostname);
  socket.write(`${lines.join("\r\n")}\r\n\r\n`, "latin1");
  let text = "";
  for await (const data of socket.setTimeout(30_000, () => socket.destroy()))
    text += data.toString("latin1");
  // Removes chunk boundaries, which could split the searched text.
  return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1]), text: joinChunks(text) };
}

function joinChunks(text: string): string {
  const at = text.indexOf("\r\n\r\n") + 4;
  if (!/^transfer-encoding: chunked/im.test(text.slice(0, at))) return text;
  let body = "";
  for (let rest = text.slice(at); rest; ) {
    const [head = "", length = "0"] = /^([0-9a-f]+)[^\r]*\r\n/i.exec(rest) ?? [];
    if (!head) break;
    const size = Number.parseInt(length, 16);
    body += rest.slice(head.length, head.length + size);
    rest = rest.slice(head.length + size + 2);
  }
  return text.slice(0, at) + body;
}
