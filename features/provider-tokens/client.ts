// What the app asks of OAuth and OpenID Connect providers beside the sign-in, which is Auth.js's:
// a refresh, and who an access token stands for. Never waits longer than a few seconds.
import "server-only";
import type { OAuthConfig } from "next-auth/providers";
import * as oauth from "oauth4webapi";
import { authConfig } from "@/auth.config";
import { ProviderUnavailable } from "../../lib/errors";

/** The columns of Auth.js's Account table. `expires_at` in seconds since the epoch. */
export interface ProviderTokens {
  access_token: string | null;
  refresh_token: string | null;
  expires_at: number | null;
}

/** Where the tokens of one user at one provider are. */
export interface TokenStore {
  read(): Promise<ProviderTokens | null>;
  /** Puts what `ask` gives in the place of tokens that are `due`, once, however many renew at the same time. */
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

/** Milliseconds for each request. */
const PATIENCE = 5_000;
/** What Auth.js does: a provider on http is one of this machine, or its owner's wish. */
const http = { [oauth.allowInsecureRequests]: true };
const patience = () => ({ ...http, signal: AbortSignal.timeout(PATIENCE) });

/** The refresh token is used up, revoked or too old: RFC 6749 5.2, and GitHub's own word for it. */
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
      patience(),
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
 * The name that the provider knows its user by. Null when it does not accept the access token.
 * Throws ProviderUnavailable.
 */
export async function askUserName(id: string, accessToken: string): Promise<string | null> {
  return asking(id, async (provider, server) => {
    const client = { client_id: provider.clientId ?? "" };
    try {
      const response = await oauth.userInfoRequest(server, client, accessToken, patience());
      if (response.status === 401) return null;
      if (!response.ok) throw new Error(`status ${response.status}`);
      const { name, login, sub } = await toObject(response);
      return String(name ?? login ?? sub);
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
    // Not as its cause: the library's errors hold the whole answer, tokens and all.
    throw new ProviderUnavailable(id, error instanceof Error ? error.message : "no answer");
  }
}

/** Not JSON: nothing. A parser's error would quote what was sent. */
const toObject = (response: Response): Promise<Record<string, unknown>> =>
  response.json().then(Object, () => ({}));

/** What auth.config.ts says beats what the provider's own file does, as in Auth.js. */
function findProvider(id: string): Provider | undefined {
  const provider = authConfig.providers.find((provider) => provider.id === id);
  return provider && ({ ...provider, ...provider.options } as Provider);
}

const discovered = new Map<string, oauth.AuthorizationServer>();

/** Its endpoints: from the configuration, or, with OpenID Connect, from the issuer, once per process. */
async function findServer({ issuer = "", token, userinfo }: Provider) {
  const endpoint = (from: typeof token | typeof userinfo) =>
    typeof from === "string" ? from : from?.url?.toString();
  const token_endpoint = endpoint(token);
  if (token_endpoint) return { issuer, token_endpoint, userinfo_endpoint: endpoint(userinfo) };

  const known = discovered.get(issuer);
  if (known) return known;
  const response = await oauth.discoveryRequest(new URL(issuer), patience());
  const server = await oauth.processDiscoveryResponse(new URL(issuer), response);
  discovered.set(issuer, server);
  return server;
}
