// The client's address: for limits per client, and for the records of sessions and events. docs/deployment.md
import { isIP } from "node:net";
import { env } from "../env";
import { siteOrigin } from "./origin";

/**
 * The address of the client in its canonical form, or undefined when it cannot be known. Each proxy adds the address that
 * it saw on the right. So with `proxies` proxies, the client's address is that many entries from the right; the client
 * can forge everything further left. X-Forwarded-For is read if present, else Forwarded (RFC 7239). Without a proxy,
 * Next.js fills in the address of the connection (lib/http/socket-address.ts).
 */
export function clientAddress(
  headers: Headers,
  proxies: number = env.TRUSTED_PROXY_COUNT,
): string | undefined {
  const hop = Math.max(proxies, 1);
  const forwardedFor = headers.get("x-forwarded-for");
  const address = toAddress(
    forwardedFor
      ? forwardedFor.split(",").at(-hop)
      : forwardedHop(headers.get("forwarded") ?? "", hop),
  );
  return address && isOwnProxy(address, headers) ? undefined : address;
}

/** What counts as one client: an IPv4 address, or the /64 network of an IPv6 client. */
export function clientNetwork(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = "", tail] = address.split("%")[0]?.split("::") ?? [];
  const groups = head ? head.split(":") : [];
  const rest = tail ? tail.split(":") : [];
  // "::" replaces the zero groups that are missing from eight.
  if (tail !== undefined) groups.push(...Array(8 - groups.length - rest.length).fill("0"), ...rest);
  const network = groups.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${network.join(":")}::/64`;
}

/** The most characters of a Forwarded header that are read. */
const LONGEST = 2048;

/**
 * The `for=` of an element, counted from the right, where the proxies write. It is parsed from the right too: an open
 * quote that the client wrote on the left must not hide what the proxies added.
 */
function forwardedHop(forwarded: string, hop: number): string | undefined {
  let rest = forwarded.slice(-LONGEST);
  let text = "";
  for (let n = 0; n < hop; n++) {
    const last = /(?:^|,)((?:[^",]|"(?:[^"\\]|\\.)*")*)$/.exec(rest);
    if (!last?.[0]) return undefined;
    text = last[1] ?? "";
    rest = rest.slice(0, last.index);
  }
  for (const [, name, value] of text.matchAll(/([\w-]+)=("(?:[^"\\]|\\.)*"|[^;]*)/g))
    if (name?.toLowerCase() === "for") return value;
}

/** `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1`, `[2001:db8::1]:80`, with or without quotes. */
function toAddress(hop = ""): string | undefined {
  const text = hop.trim().replace(/^"(.*)"$/, "$1");
  const [, inBrackets, v4] = /^(?:\[(.*)\]|([\d.]+))(?::[\w.-]+)?$/.exec(text) ?? [];
  const address = (inBrackets ?? v4 ?? text).split("%")[0] ?? "";
  if (isIP(address) !== 6) return isIP(address) ? address : undefined;
  // The URL parser writes each address in one way only (RFC 5952).
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [, high, low] = /^::ffff:([\da-f]+):([\da-f]+)$/.exec(canonical) ?? [];
  return high && low ? [...toBytes(high), ...toBytes(low)].join(".") : canonical;
}

function toBytes(group: string): number[] {
  const value = Number.parseInt(group, 16);
  return [value >> 8, value & 255];
}

/** A proxy on this machine that sends no client address: all clients would share its own. */
function isOwnProxy(address: string, headers: Headers): boolean {
  if (address !== "::1" && !address.startsWith("127.")) return false;
  const origin = siteOrigin(headers);
  return (
    origin !== null && !/^((.+\.)?localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(origin).hostname)
  );
}
