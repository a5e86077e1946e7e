import "server-only";
import { isTrustedHost, siteOrigin } from "../../lib/http/origin";

export interface Site {
  /** The host name, to which passkeys are bound (WebAuthn 13.4.9). */
  id: string;
  origin: string;
}

/**
 * This site, as browsers see it. Null if the server does not know its own address: a client could send any Host header.
 */
export function siteFor(headers: Headers): Site | null {
  const origin = isTrustedHost(headers) ? siteOrigin(headers) : null;
  return origin ? { id: new URL(origin).hostname, origin } : null;
}
