// OpenID Connect RP-Initiated Logout 1.0: after a user has signed out here, the browser is redirected to the provider,
// which signs the user out there and redirects back.
import "server-only";
import { discover, findProvider } from "../../lib/authjs/provider-server";
import { env } from "../../lib/env";
import { isTrustedHost, siteOrigin } from "../../lib/http/origin";
import { log } from "../../lib/log";
import type { Session } from "../../lib/session/strategy";
import { findProviderLogin } from "./logins";

/**
 * The logout URL of the provider for a session that has just ended here. Null if the session did not begin at a
 * provider, or if the provider has no such URL. Never throws, and waits for the provider's answer for 5 seconds at
 * most: a failure only means that the user stays signed in there.
 *
 * There is no `id_token_hint`, because the ID token is not kept and must not be in a URL. Without it, a provider may ask the
 * user to confirm. `logout_hint` is the provider's own session id, which some providers require.
 */
export async function providerLogoutUrl(
  session: Pick<Session, "id" | "method"> | null,
  headers: Headers,
): Promise<string | null> {
  const provider = session?.method ? findProvider(session.method) : undefined;
  if (!session || provider?.type !== "oidc") return null;
  if (!env.DATABASE_URL || !isTrustedHost(headers)) return null;
  try {
    const login = await findProviderLogin(session.id);
    if (!login) return null;
    const { end_session_endpoint: endpoint } = await discover(provider);
    if (!endpoint || !/^https?:/.test(endpoint)) return null;
    const url = new URL(endpoint);
    url.searchParams.set("client_id", `${provider.clientId}`);
    url.searchParams.set("post_logout_redirect_uri", `${siteOrigin(headers)}/`);
    if (login.sid) url.searchParams.set("logout_hint", login.sid);
    return url.href;
  } catch (error) {
    log.warn("[providers] Signed out here, but not at the provider", error);
    return null;
  }
}
