// How often a password may be wrong (ASVS 6.3.1), counted in the database so that all nodes count as one.
import "server-only";
import { CredentialsSignin } from "next-auth";
import { RateLimiterPrisma } from "rate-limiter-flexible";
import { askDatabase, type Database } from "../database/client";
import { StoreUnavailable } from "../errors";
import { clientNetwork } from "../http/client-address";
import { hashToken } from "../session/tokens/reference-token";

/** Seconds in which the failures are counted. */
const WINDOW = 15 * 60;
const FAILURES = { perAccount: 20, perClient: 100 };

/** Auth.js hands `code` on to the sign-in page. */
export class TooManyAttempts extends CredentialsSignin {
  override code = "too-many-attempts";

  /** `isFirst`: of those refused until the count starts anew. */
  constructor(readonly isFirst: boolean) {
    super();
  }
}

/**
 * Runs `attempt`, which answers null for a wrong password, unless the account or the client has had too
 * many of those: then TooManyAttempts. The email may be anyone's: unknown ones are counted alike.
 */
export async function limitAttempts<T>(
  email: string,
  address: string,
  attempt: () => Promise<T | null>,
): Promise<T | null> {
  const account = `account:${await hashToken(email)}`;
  const client = `client:${clientNetwork(address)}`;
  await count("perClient", client);
  return inLine(account, async () => {
    // Counted before the attempt, on this node and all others, so that a hundred at once are a hundred.
    await count("perAccount", account);
    const result = await attempt();
    if (result !== null) await forgive(account, client);
    return result;
  });
}

async function count(kind: keyof Limiters, key: string): Promise<void> {
  const { consumedPoints } = await askDatabase(({ prisma }) => limiters(prisma)[kind].penalty(key));
  const most = FAILURES[kind];
  if (consumedPoints > most) throw new TooManyAttempts(consumedPoints === most + 1);
}

/** What was asked for has been done by now: no answer here means that an attempt too many stays counted. */
async function forgive(account: string, client: string): Promise<void> {
  try {
    await askDatabase(({ prisma }) => {
      const { perAccount, perClient } = limiters(prisma);
      return Promise.all([perAccount.delete(account), perClient.reward(client)]);
    });
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
  }
}

/** By account, the end of its line. */
const lines = new Map<string, Promise<unknown>>();

/**
 * One attempt at an account after the other: fifty at once, all with the right password, would be too many
 * before the first of them was known to be right. A fault ends the whole line, so that nobody waits for
 * one timeout after the other.
 */
async function inLine<T>(account: string, attempt: () => Promise<T>): Promise<T> {
  const turn = (lines.get(account) ?? Promise.resolve()).then(attempt);
  const end = turn.catch((error) => {
    if (!(error instanceof TooManyAttempts)) throw error;
  });
  lines.set(account, end);
  const leave = () => void (lines.get(account) === end && lines.delete(account));
  end.then(leave, leave);
  return turn;
}

type Limiters = Record<keyof typeof FAILURES, RateLimiterPrisma>;
let opened: Limiters | undefined;

function limiters(storeClient: Database["prisma"]): Limiters {
  const options = {
    storeClient,
    tableName: "rateLimit",
    keyPrefix: "",
    duration: WINDOW,
    clearExpiredByTimeout: false, // lib/accounts/cleanup.ts does it
  };
  opened ??= {
    perAccount: new RateLimiterPrisma({ ...options, points: FAILURES.perAccount }),
    perClient: new RateLimiterPrisma({ ...options, points: FAILURES.perClient }),
  };
  return opened;
}
