// How often a password may be wrong (ASVS 6.3.1), counted in the database so that all nodes count as one.
import "server-only";
import { CredentialsSignin } from "next-auth";
import { audit } from "../../features/audit/audit";
import { sessionPolicy } from "../env";
import { StoreUnavailable } from "../errors";
import { clientNetwork } from "../http/client-address";
import { hashToken } from "../session/tokens/reference-token";
import { clearCount, count, counted } from "./counters";
import { KNOWN_FOR } from "./known-browser";

/** Seconds in which the failures of strangers are counted. */
const WINDOW = 15 * 60;

/** How many failures, and seconds after which the count begins anew. A right password ends it, except for a client's. */
const LIMITS = {
  account: { most: 20, seconds: WINDOW },
  client: { most: 100, seconds: WINDOW },
  // These have proven to be the owner's once, so they need fewer, and in all their time.
  browser: { most: 10, seconds: KNOWN_FOR },
  session: { most: 10, seconds: sessionPolicy.absoluteMaxAge },
};

/** Auth.js hands `code` on to the sign-in page. */
export class TooManyAttempts extends CredentialsSignin {
  override code = "too-many-attempts";

  /** `isFirst`: of those refused until the count starts anew. */
  constructor(readonly isFirst: boolean) {
    super();
  }
}

interface Attempt {
  /** May be anyone's: unknown ones are counted alike. */
  email: string;
  /** Without one there is no limit per client: everyone whose address is not known would share it. */
  address?: string;
  /** What `knownBrowser` says. It has a count of its own, which no stranger can use up. */
  browser?: string;
}

/**
 * Runs `attempt`, which answers null for a wrong password, unless there have been too many of those: then
 * TooManyAttempts. It is told whether the browser counts as known.
 */
export async function limitSignIn<T>(
  { email, address, browser }: Attempt,
  attempt: (isKnown: boolean) => Promise<T | null>,
): Promise<T | null> {
  if (browser) {
    try {
      return await limitAttempts("browser", browser, () => attempt(true));
    } catch (error) {
      // From now on it is a browser like any other.
      if (!(error instanceof TooManyAttempts)) throw error;
    }
  }
  const client = address && `client:${clientNetwork(address)}`;
  const { most, seconds } = LIMITS.client;
  if (client && (await counted(client)) >= most) throw new TooManyAttempts(false);
  const result = await limitAttempts("account", await hashToken(email), () => attempt(false));
  // Counted afterwards: everyone in an office may sign in from one address at once.
  if (result === null && client && (await count(client, seconds)) === most)
    await audit("sign-in-failed", { ip: address, detail: "too many wrong passwords" });
  return result;
}

/** The same by one count alone, of an account, a browser or a session. */
export async function limitAttempts<T>(
  of: "account" | "browser" | "session",
  id: string,
  attempt: () => Promise<T | null>,
): Promise<T | null> {
  const key = `${of}:${id}`;
  const { most, seconds } = LIMITS[of];
  return inLine(key, async () => {
    // Counted before the attempt, on this node and all others, so that a hundred at once are a hundred.
    const attempts = await count(key, seconds);
    if (attempts > most) throw new TooManyAttempts(attempts === most + 1);
    const result = await attempt();
    if (result !== null) await forgive(key);
    return result;
  });
}

/** What was asked for has been done by now: no answer here means that an attempt too many stays counted. */
async function forgive(key: string): Promise<void> {
  try {
    await clearCount(key);
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
  }
}

/** By key, the end of its line. */
const lines = new Map<string, Promise<unknown>>();

/**
 * One attempt at an account after the other: fifty at once, all with the right password, would be too many
 * before the first of them was known to be right. A fault ends the whole line, so that nobody waits for
 * one timeout after the other.
 */
async function inLine<T>(key: string, attempt: () => Promise<T>): Promise<T> {
  const turn = (lines.get(key) ?? Promise.resolve()).then(attempt);
  const end = turn.catch((error) => {
    if (!(error instanceof TooManyAttempts)) throw error;
  });
  lines.set(key, end);
  const leave = () => void (lines.get(key) === end && lines.delete(key));
  end.then(leave, leave);
  return turn;
}
