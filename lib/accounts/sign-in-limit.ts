// Limits wrong passwords (ASVS 6.3.1). The counts are in the database, shared by all servers.
import "server-only";
import { CredentialsSignin } from "next-auth";
import { audit } from "../../features/audit/audit";
import { countMetric } from "../../features/telemetry/observe";
import { sessionPolicy } from "../env";
import { StoreUnavailable } from "../errors";
import { clientNetwork } from "../http/client-address";
import { hashToken } from "../session/tokens/reference-token";
import { clearCount, count, counted } from "./counters";
import { KNOWN_FOR } from "./known-browser";

/** Seconds over which failures of unknown browsers are counted. */
const WINDOW = 15 * 60;

/** The most failures, and seconds after which the count starts again. A right password resets it, except for a client. */
const LIMITS = {
  account: { most: 20, seconds: WINDOW },
  client: { most: 100, seconds: WINDOW },
  // The owner has used these browsers. They get fewer attempts, counted over the lifetime of the cookie.
  browser: { most: 10, seconds: KNOWN_FOR },
  session: { most: 10, seconds: sessionPolicy.absoluteMaxAge },
};

/** Auth.js passes `code` to the sign-in page. */
export class TooManyAttempts extends CredentialsSignin {
  override code = "too-many-attempts";

  /** `isFirst`: the first refusal since the count started. */
  constructor(readonly isFirst: boolean) {
    super();
    countMetric("limit.refusals", { limit: "sign-in" });
  }
}

interface Attempt {
  /** May be unknown: unknown emails are counted in the same way. */
  email: string;
  /** If absent, there is no limit per client: all clients with an unknown address would share it. */
  address?: string;
  /** The result of `knownBrowser`. A known browser has its own count, which strangers cannot use up. */
  browser?: string;
}

/**
 * Runs `attempt`, which returns null for a wrong password. Throws TooManyAttempts if there have been too many of those.
 * `attempt` gets whether the browser counts as known.
 */
export async function limitSignIn<T>(
  { email, address, browser }: Attempt,
  attempt: (isKnown: boolean) => Promise<T | null>,
): Promise<T | null> {
  if (browser) {
    try {
      return await limitAttempts("browser", browser, () => attempt(true));
    } catch (error) {
      // From now on this browser is treated like an unknown one.
      if (!(error instanceof TooManyAttempts)) throw error;
    }
  }
  const account = await hashToken(email);
  return limitClient(address, () => limitAttempts("account", account, () => attempt(false)));
}

/** The same with the limit of the client alone. Right attempts do not count. */
export async function limitClient<T>(
  address: string | undefined,
  attempt: () => Promise<T | null>,
): Promise<T | null> {
  const client = address && `client:${clientNetwork(address)}`;
  const { most, seconds } = LIMITS.client;
  if (client && (await counted(client)) >= most) throw new TooManyAttempts(false);
  const result = await attempt();
  // Counted after the attempt, because a whole office may sign in from one address at once.
  if (result === null && client && (await count(client, seconds)) === most)
    await audit("sign-in-failed", { ip: address, detail: "too many wrong passwords" });
  return result;
}

/** The same with one count, of an account, a browser or a session. */
export async function limitAttempts<T>(
  of: "account" | "browser" | "session",
  id: string,
  attempt: () => Promise<T | null>,
): Promise<T | null> {
  const key = `${of}:${id}`;
  const { most, seconds } = LIMITS[of];
  return inLine(key, async () => {
    // Counted before the attempt, for all servers, so that parallel attempts are all counted.
    const attempts = await count(key, seconds);
    if (attempts > most) throw new TooManyAttempts(attempts === most + 1);
    const result = await attempt();
    if (result !== null) await forgive(key);
    return result;
  });
}

/** Call it after a password reset, so that the owner does not have to wait. The counts of clients are kept. */
export async function forgetAttempts(email: string): Promise<void> {
  await forgive(`account:${await hashToken(email)}`);
}

/** The attempt has succeeded by now. If the database gives no answer here, one attempt too many stays counted. */
async function forgive(key: string): Promise<void> {
  try {
    await clearCount(key);
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
  }
}

/** By key: the last attempt in the queue. */
const lines = new Map<string, Promise<unknown>>();

/**
 * Attempts at one account run one after the other. Otherwise fifty at once, all with the right password, would exceed the
 * limit before the first one was known to be right. A fault ends the whole queue, so that nobody waits for several
 * timeouts.
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
