// How many accounts one client may make: each costs two hashes and a row, and tells whether an email is registered.
import "server-only";
import { clientNetwork } from "../http/client-address";
import { count } from "./counters";

/** In as many seconds. */
const MOST = 20;
const WINDOW = 15 * 60;

/** Counts one more, from this address. False when there have been too many. An address that is not known has no limit. */
export async function maySignUp(address: string | undefined): Promise<boolean> {
  if (!address) return true;
  return (await count(`sign-up:${clientNetwork(address)}`, WINDOW)) <= MOST;
}
