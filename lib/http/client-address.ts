import { isIP } from "node:net";

/**
 * The address that the nearest proxy saw (the last of X-Forwarded-For: whatever stands before it, the
 * client may have written itself), or "unknown". With no proxy at all, Next.js fills it in.
 */
export function clientAddress(headers: Headers): string {
  const address = headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() ?? "";
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  return isIP(address) ? (mapped ?? address) : "unknown";
}

/** Who is counted as one client: an IPv4 address, or the /64 that an IPv6 client has for itself. */
export function clientNetwork(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = "", tail] = address.split("%")[0]?.split("::") ?? [];
  const groups = head ? head.split(":") : [];
  const rest = tail ? tail.split(":") : [];
  // "::" stands for as many zero groups as are missing from eight.
  if (tail !== undefined) groups.push(...Array(8 - groups.length - rest.length).fill("0"), ...rest);
  const network = groups.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${network.join(":")}::/64`;
}
