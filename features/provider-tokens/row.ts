// The tokens in their row of Account, where Auth.js puts them when the account is first connected.
import "server-only";
import type { QueryResultRow } from "pg";
import { askDatabase } from "../../lib/database/client";
import { ProviderUnavailable } from "../../lib/errors";
import type { ProviderTokens, TokenStore } from "./client";
import { withLock } from "./refresh-lock";
import { singleFlight } from "./single-flight";

/** Milliseconds to wait for another node: more than a provider may take. */
const TIMEOUT = 10_000;

// If a user has two accounts at one provider, the one that was used last.
const READ = `
  SELECT access_token, refresh_token, expires_at FROM "Account"
  WHERE "userId" = $1 AND provider = $2 ORDER BY "updatedAt" DESC LIMIT 1`;
// Only if the tokens are still those that were read: the user may have connected the account again meanwhile.
const REPLACE = `
  UPDATE "Account" SET access_token = $3, refresh_token = $4, expires_at = $5, "updatedAt" = now()
  WHERE "userId" = $1 AND provider = $2
    AND access_token IS NOT DISTINCT FROM $6 AND refresh_token IS NOT DISTINCT FROM $7`;
// A provider may send no new refresh token. Then the previous one stays valid.
const KEEP = `
  UPDATE "Account" SET access_token = $3, refresh_token = coalesce($4, refresh_token), expires_at = $5,
    "updatedAt" = now()
  WHERE provider = $1 AND "providerAccountId" = $2`;

export function openRow(userId: string, provider: string): TokenStore {
  const key = `provider-tokens:${provider}:${userId}`;
  const read = async () => (await query<ProviderTokens>(READ, [userId, provider]))[0] ?? null;
  const replace = (held: ProviderTokens, next: ProviderTokens) =>
    query(REPLACE, [userId, provider, ...inOrder(next), held.access_token, held.refresh_token]);

  return {
    read,
    async renew(due, ask, rejected = "") {
      const renewed = await singleFlight(`${key} ${rejected}`, () =>
        withLock(key, TIMEOUT, async () => {
          const held = await read();
          // Another node may have been faster.
          if (!held || !due(held)) return { held };
          const next = await ask(held);
          await replace(held, next);
          return { held: next };
        }),
      );
      if (!renewed) throw new ProviderUnavailable(provider, "another refresh takes too long");
      return renewed.held;
    },
  };
}

/** The tokens of a sign-in. Auth.js stores them only when the account is first connected. */
export async function keepInRow(
  provider: string,
  accountId: string,
  tokens: ProviderTokens,
): Promise<void> {
  await query(KEEP, [provider, accountId, ...inOrder(tokens)]);
}

const inOrder = ({ access_token, refresh_token, expires_at }: ProviderTokens) => [
  access_token,
  refresh_token,
  expires_at,
];

const query = <Row extends QueryResultRow>(text: string, values: unknown[]) =>
  askDatabase(async ({ pool }) => (await pool.query<Row>(text, values)).rows);
