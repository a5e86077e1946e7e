// Limits the mails that a stranger can cause. Counted before the app checks whether the address has an account.
import "server-only";
import { count } from "../../lib/accounts/counters";
import { clientNetwork } from "../../lib/http/client-address";
import { hashToken } from "../../lib/session/tokens/reference-token";
import { countMetric } from "../telemetry/observe";

/** The period in seconds. */
const WINDOW = 60 * 60;
/** Per kind and address. Each mail contains a working link, so a stranger who uses up the limit does not lock the owner out. */
const PER_ADDRESS = 5;
/** Mails of every kind, requested from one network. */
const PER_CLIENT = 30;

/** Adds one. False if there have been too many. Clients with an unknown address have no limit per client. */
export async function mayMail(kind: string, email: string, client?: string): Promise<boolean> {
  const may =
    !(client && (await count(`mail-from:${clientNetwork(client)}`, WINDOW)) > PER_CLIENT) &&
    (await count(`mail:${kind}:${await hashToken(email)}`, WINDOW)) <= PER_ADDRESS;
  if (!may) countMetric("limit.refusals", { limit: "mail" });
  return may;
}
