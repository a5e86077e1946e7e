// Requests to OAuth and OpenID Connect providers outside of the sign-in: refreshing a token, and finding the user of an
// access token. Never waits longer than a few seconds.
import "server-only";
import type { OAuthConfig } from "next-auth/providers";
import * as oauth from "oauth4webapi";
import { toName } from "../../lib/authjs/person";
import { discover, findProvider, requestOptions } from "../../lib/authjs/provider-server";
import { ProviderUnavailable } from "../../lib/errors";

/** The columns of Auth.js's Account table. `expires_at` in seconds since the epoch. */
export interface ProviderTokens {
  access_token: string | null;
  refresh_token: string | null;
  expires_at: number | null;
}

/** A store for the tokens of one user at one provider. */
export interface TokenStore {
  read(): Promise<ProviderTokens | null>;
  /** Replaces tokens that are `due` by the result of `ask`, once, even if many requests renew at the same time. */
  renew(
    due: (held: ProviderTokens) => boolean,
    ask: (held: ProviderTokens) => Promise<ProviderTokens>,
    rejected?: string,
  ): Promise<ProviderTokens | null>;
}

export const NO_TOKENS: ProviderTokens = {
  access_token: null,
  refresh_token: null,
  expires_at: null,
};

type Provider = OAuthConfig<unknown>;

/** The refresh token is used up, revoked or too old: RFC 6749 5.2, and GitHub's own error code. */
const REFUSALS = ["invalid_grant", "bad_refresh_token"];

/**
 * A new access token for a refresh token, and the next refresh token where the provider rotates them. Null
 * when the provider refuses; throws ProviderUnavailable for anything else.
 */
export async function refreshTokens(id: string, oldToken: string): Promise<ProviderTokens | null> {
  return asking(id, async (provider, server) => {
    const client = { ...provider.client, client_id: provider.clientId ?? "" };
    const secret = provider.clientSecret ?? "";
    const authentication =
      client.token_endpoint_auth_method === "client_secret_post"
        ? oauth.ClientSecretPost(secret)
        : oauth.ClientSecretBasic(secret);
    const response = await oauth.refreshTokenGrantRequest(
      server,
      client,
      authentication,
      oldToken,
      requestOptions(provider),
    );
    // Read here, because GitHub says it with status 200.
    const { error } = await toObject(response.clone());
    if (REFUSALS.includes(String(error))) return null;
    const tokens = await oauth.processRefreshTokenResponse(server, client, response);
    return {
      access_token: tokens.access_token,
      refresh_token: tokens.refresh_token ?? oldToken,
      expires_at: tokens.expires_in ? Math.floor(Date.now() / 1000) + tokens.expires_in : null,
    };
  });
}

/**
 * The user's name at the provider, short and on one line. Null when it does not accept the access token.
 * Throws ProviderUnavailable.
 */
export async function askUserName(id: string, accessToken: string): Promise<string | null> {
  return asking(id, async (provider, server) => {
    const client = { client_id: provider.clientId ?? "" };
    try {
      const response = await oauth.userInfoRequest(
        server,
        client,
        accessToken,
        requestOptions(provider),
      );
      if (response.status === 401) return null;
      if (!response.ok) throw new Error(`status ${response.status}`);
      const { name, login, sub } = await toObject(response);
      return toName(name) ?? toName(login) ?? toName(sub) ?? "a person without a name";
    } catch (error) {
      if (error instanceof oauth.WWWAuthenticateChallengeError && error.status === 401) return null;
      throw error;
    }
  });
}

async function asking<T>(
  id: string,
  ask: (provider: Provider, server: oauth.AuthorizationServer) => Promise<T>,
): Promise<T> {
  const provider = findProvider(id);
  if (!provider) throw new ProviderUnavailable(id, "it is not set up on this server");
  try {
    return await ask(provider, await findServer(provider));
  } catch (error) {
    if (error instanceof ProviderUnavailable) throw error;
    // Not as its cause: the library's errors contain the whole answer, including tokens.
    throw new ProviderUnavailable(id, error instanceof Error ? error.message : "no answer");
  }
}

/** Undefined if it is not JSON. A parser's error would quote the answer. */
const toObject = (response: Response): Promise<Record<string, unknown>> =>
  response.json().then(Object, () => ({}));

/** Its endpoints: from the configuration, or, with OpenID Connect, from the issuer, once per process. */
async function findServer(provider: Provider) {
  const { issuer = "", token, userinfo } = provider;
  const endpoint = (from: typeof token | typeof userinfo) =>
    typeof from === "string" ? from : from?.url?.toString();
  const token_endpoint = endpoint(token);
  if (token_endpoint) return { issuer, token_endpoint, userinfo_endpoint: endpoint(userinfo) };
  return discover(provider);
}
