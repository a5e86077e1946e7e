// Access tokens of the providers that users came through or connected: kept on the server, refreshed when
// due, for server code alone. Never hand one to a client component. docs/decisions/0011.
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
import { openCookie, type RequestParts, readCookie, removeCookie, writeCookie } from "./cookie";
import { keepInRow, listRows, openRow } from "./row";

interface TokenOptions {
  /** An access token that the provider did not accept, although its time is not up. */
  rejected?: string;
}

/** Milliseconds that an access token must have left, where it can be refreshed. */
const MARGIN = 60_000;

/**
 * @public
 * An access token of the signed-in user `userId` (from requireUser, never from a form) for `provider`, the
 * id in auth.config.ts. Refreshed when it ends within a minute, once under concurrency.
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
  const store = env.DATABASE_URL
    ? openRow(userId, provider)
    : openCookie(userId, provider, await request());
  return freshToken(store, provider, options);
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

export interface Connection {
  provider: string;
  /** Unknown without a database. */
  createdAt: Date | null;
  /** Whether there is an access token, or a refresh token to get one with. Only asking can tell for sure. */
  works: boolean;
  /** Without a database: they are longer than a cookie may be, and connecting again does not help. */
  tooLong: boolean;
}

/** The providers that are connected to a user, oldest first. Never their tokens. */
export async function listConnections(userId: string): Promise<Connection[]> {
  if (env.DATABASE_URL)
    return (await listRows(userId)).map((row) => toConnection(row, row.createdAt));
  const held = await readCookie(await request());
  return held?.sub === userId ? [toConnection(held, null)] : [];
}

const toConnection = (
  held: ProviderTokens & { provider: string; tooLong?: boolean },
  createdAt: Date | null,
) => ({
  provider: held.provider,
  createdAt,
  tooLong: held.tooLong ?? false,
  works: held.refresh_token !== null || !isDue(held),
});

/** Keeps what a sign-in brought along: for Auth.js's event `signIn`. */
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
