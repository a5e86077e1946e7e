// Limits the accounts that one client may create. Each costs two hashes and a row, and reveals whether an email is
// registered.
import "server-only";
import { countMetric } from "../../features/telemetry/observe";
import { clientNetwork } from "../http/client-address";
import { count } from "./counters";

/** In as many seconds. */
const MOST = 20;
const WINDOW = 15 * 60;

/** Adds one for this address. False when there have been too many. An unknown address has no limit. */
export async function maySignUp(address: string | undefined): Promise<boolean> {
  if (!address) return true;
  const may = (await count(`sign-up:${clientNetwork(address)}`, WINDOW)) <= MOST;
  if (!may) countMetric("limit.refusals", { limit: "sign-up" });
  return may;
}
