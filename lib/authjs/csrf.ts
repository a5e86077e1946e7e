import { env } from "../env";
import { isHttps } from "../http/origin";
import type { RequestParts } from "../session/cookie";
import { hashToken } from "../session/tokens/reference-token";
import { authjsCookies } from "./cookies";

/**
 * The secret with which Auth.js checks the CSRF cookie of a request: the one that made the cookie, else the newest. Auth.js
 * itself hashes the token with the whole list, so while a secret is being replaced, servers with different lists would
 * refuse each other's forms.
 */
export async function csrfSecret({ headers, cookies }: RequestParts): Promise<string> {
  const name = authjsCookies(isHttps(headers)).csrfToken?.name ?? "";
  const [token, hash] = cookies.get(name)?.value.split("|") ?? [];
  for (const secret of hash ? env.AUTH_SECRET : [])
    if ((await hashToken(`${token}${secret}`)) === hash) return secret;
  return env.AUTH_SECRET[0] ?? "";
}
