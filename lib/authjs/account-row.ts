import type { AdapterAccount } from "next-auth/adapters";

/** The largest `Int` of Postgres. In seconds since the epoch, that is in 2038. */
const LARGEST = 2 ** 31 - 1;
/** The most characters of a provider's token. */
const LONGEST = 64 * 1024;

/** The columns of Auth.js's Account table, from a provider's answer. Contains nothing that Postgres would refuse. */
export function toAccountRow(account: AdapterAccount) {
  const { userId, type, provider, providerAccountId } = account;
  return {
    ...{ userId, type, provider, providerAccountId },
    access_token: toText(account.access_token),
    refresh_token: toText(account.refresh_token),
    id_token: toText(account.id_token),
    expires_at: toSeconds(account.expires_at),
    token_type: toText(account.token_type),
    scope: toText(account.scope),
    session_state: toText(account.session_state),
  };
}

/** Whole seconds since the epoch, at most the largest value of the column. Null for anything else. */
export function toSeconds(said: unknown): number | null {
  if (typeof said !== "number" || !(said > 0)) return null;
  return Math.min(Math.floor(said), LARGEST);
}

function toText(said: unknown): string | null {
  return typeof said === "string" && said.length <= LONGEST && !said.includes("\0") ? said : null;
}
