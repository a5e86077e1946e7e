import "server-only";
import { isTrustedHost, siteOrigin } from "../../lib/http/origin";

/**
 * The origin of links in mails. Null if the server does not know its own address: a client could send any Host header, and
 * would then receive the token.
 */
export const mailOrigin = (headers: Headers): string | null =>
  isTrustedHost(headers) ? siteOrigin(headers) : null;
