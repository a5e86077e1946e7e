// Access tokens of the providers that users signed in with or connected. They stay on the server, are refreshed when due,
// and are for server code only. Never hand one to a client component. docs/decisions/0011.
import "server-only";
import { cookies, headers } from "next/headers";
import type { Account } from "next-auth";
import { idWithoutRow } from "../../lib/authjs/sessions";
import { env } from "../../lib/env";
import { RefreshTokenError } from "../../lib/errors";
import {
  askUserName,
  NO_TOKENS,
  type ProviderTokens,
  refreshTokens,
  type TokenStore,
} from "./client";
import { openCookie, type RequestParts, removeCookie, writeCookie } from "./cookie";
import { keepInRow, openRow } from "./row";

interface TokenOptions {
  /** An access token that the provider did not accept although it has not expired. */
  rejected?: string;
}

/** An access token that can be refreshed is refreshed when it expires within this many milliseconds. */
const MARGIN = 60_000;

/**
 * @public
 * An access token of the signed-in user `userId` (from requireUser, never from a form) for `provider`, the
 * id in auth.config.ts. Refreshed when it expires within a minute, once for parallel requests.
 *
 * Throws RefreshTokenError when the user has to connect the account again, ProviderUnavailable when the
 * provider gave no answer within 5 s, StoreUnavailable when the database gave none.
 *
 * Without a database the tokens are in a cookie: call it in actions and route handlers, because a Server
 * Component cannot set one, and Next.js throws there when a refresh is due.
 */
export async function getProviderToken(
  userId: string,
  provider: string,
  options?: TokenOptions,
): Promise<string> {
  return freshToken(await storeOf(userId, provider), provider, options);
}

/** The same for a store of any kind. */
export async function freshToken(
  store: TokenStore,
  provider: string,
  { rejected }: TokenOptions = {},
): Promise<string> {
  const due = (held: ProviderTokens) => held.access_token === rejected || isDue(held);
  const ask = async ({ refresh_token }: ProviderTokens) =>
    (refresh_token && (await refreshTokens(provider, refresh_token))) || NO_TOKENS;
  const held = await store.read();
  const tokens = held && due(held) ? await store.renew(due, ask, rejected) : held;
  if (!tokens?.access_token) throw new RefreshTokenError(provider);
  return tokens.access_token;
}

function isDue({ access_token, refresh_token, expires_at }: ProviderTokens): boolean {
  if (access_token === null) return true;
  return expires_at !== null && expires_at * 1000 - Date.now() < (refresh_token ? MARGIN : 0);
}

/**
 * Asks the provider who the user is there, with their access token: the name. Throws like getProviderToken.
 */
export async function checkConnection(userId: string, provider: string): Promise<string> {
  const token = await getProviderToken(userId, provider);
  const name = await askUserName(provider, token);
  if (name !== null) return name;
  const next = await getProviderToken(userId, provider, { rejected: token });
  const secondName = await askUserName(provider, next);
  if (secondName === null) throw new RefreshTokenError(provider);
  return secondName;
}

/** The state of the stored tokens, without the tokens themselves. */
export interface Access {
  /** Whether there is an access token, or a refresh token to get one. Only a request to the provider can tell for sure. */
  works: boolean;
  /** Without a database: the tokens do not fit into a cookie, and connecting again does not help. */
  tooLong: boolean;
}

/** Null if no tokens were ever stored. Throws StoreUnavailable. */
export async function accessOf(userId: string, provider: string): Promise<Access | null> {
  const held: (ProviderTokens & { tooLong?: boolean }) | null = await (
    await storeOf(userId, provider)
  ).read();
  return (
    held && { tooLong: held.tooLong ?? false, works: held.refresh_token !== null || !isDue(held) }
  );
}

const storeOf = async (userId: string, provider: string): Promise<TokenStore> =>
  env.DATABASE_URL ? openRow(userId, provider) : openCookie(userId, provider, await request());

/** Stores the tokens of a sign-in: for Auth.js's event `signIn`. */
export async function keepProviderTokens(
  account: Account | null | undefined,
  request: RequestParts,
): Promise<void> {
  if (!account?.access_token) return;
  const { provider, providerAccountId } = account;
  const { access_token, refresh_token = null, expires_at = null } = account;
  const tokens = { access_token, refresh_token, expires_at };
  if (env.DATABASE_URL) return keepInRow(provider, providerAccountId, tokens);
  await writeCookie(request, { sub: idWithoutRow(account), provider, ...tokens });
}

/** For Auth.js's event `signOut`. Rows stay: they are for the next sign-in. */
export async function dropProviderTokens(request: RequestParts): Promise<void> {
  if (!env.DATABASE_URL) removeCookie(request);
}

const request = async () => ({ headers: await headers(), cookies: await cookies() });
