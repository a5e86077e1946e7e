// The address of the connection, before Next.js changes the headers.
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { clientAddress } from "@/lib/http/client-address";
import { tellSocketAddress } from "@/lib/http/socket-address";

/** The address of a request with these headers, after Next.js has set missing ones. */
async function ask(proxies: number, sent: Record<string, string>) {
  const forget = tellSocketAddress(proxies);
  let seen: IncomingHttpHeaders = {};
  const server = createServer(({ headers, socket }, response) => {
    headers["x-forwarded-for"] ??= socket.remoteAddress;
    seen = headers;
    response.end();
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  await fetch(`http://127.0.0.1:${port}`, { headers: { ...sent, connection: "close" } });
  server.close();
  forget();
  return clientAddress(new Headers(seen as Record<string, string>), proxies);
}

test("without a proxy, the address is that of the connection, and headers are ignored", async () => {
  expect(await ask(0, {})).toBe("127.0.0.1");
  expect(await ask(0, { "x-forwarded-for": "203.0.113.9" })).toBe("127.0.0.1");
  expect(await ask(0, { forwarded: "for=203.0.113.9" })).toBe("127.0.0.1");
});

test("behind a proxy, the address is taken from either header", async () => {
  expect(await ask(1, { "x-forwarded-for": "203.0.113.9" })).toBe("203.0.113.9");
  expect(await ask(1, { forwarded: "for=203.0.113.9" })).toBe("203.0.113.9");
  expect(await ask(1, { "x-forwarded-for": "192.0.2.1", forwarded: "for=203.0.113.9" })).toBe(
    "192.0.2.1",
  );
});

test("with neither header, the address is that of the connection", async () => {
  expect(await ask(1, {})).toBe("127.0.0.1");
});
