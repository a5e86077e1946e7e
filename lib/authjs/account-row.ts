import type { AdapterAccount } from "next-auth/adapters";

/** The largest number that an `Int` of Postgres holds: as seconds since the epoch, in 2038. */
const LARGEST = 2 ** 31 - 1;
/** Characters. A provider's tokens are long, and no longer than this. */
const LONGEST = 64 * 1024;

/** The columns of Auth.js's Account table, from what a provider sent: nothing that Postgres would refuse. */
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

/** Whole seconds since the epoch, as far as the column reaches; null for what is no such number. */
export function toSeconds(said: unknown): number | null {
  if (typeof said !== "number" || !(said > 0)) return null;
  return Math.min(Math.floor(said), LARGEST);
}

function toText(said: unknown): string | null {
  return typeof said === "string" && said.length <= LONGEST && !said.includes("\0") ? said : null;
}
