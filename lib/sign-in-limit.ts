// How often a password may be wrong (ASVS 6.3.1), counted in the database so that all nodes count as one.
import "server-only";
import { CredentialsSignin } from "next-auth";
import { RateLimiterPrisma, RateLimiterRes } from "rate-limiter-flexible";
import { clientNetwork } from "./client-address";
import { askDatabase, getPrisma } from "./db";
import { hashToken } from "./session/token";

/** Seconds in which the failures are counted. */
const WINDOW = 15 * 60;
const FAILURES_PER_ACCOUNT = 20;
const FAILURES_PER_CLIENT = 100;

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
  const { perAccount, perClient } = limiters();
  // Counted before the attempt, so that a hundred at once are a hundred.
  await count(perClient, client);
  await count(perAccount, account);
  const result = await attempt();
  if (result !== null)
    await askDatabase(() => Promise.all([perAccount.delete(account), perClient.reward(client)]));
  return result;
}

async function count(limiter: RateLimiterPrisma, key: string): Promise<void> {
  const refused = await askDatabase(() =>
    limiter.consume(key).then(
      () => null,
      (reason) => {
        if (reason instanceof RateLimiterRes) return reason;
        throw reason;
      },
    ),
  );
  if (refused) throw new TooManyAttempts(refused.consumedPoints === limiter.points + 1);
}

let opened: { perAccount: RateLimiterPrisma; perClient: RateLimiterPrisma } | undefined;

function limiters() {
  const options = {
    storeClient: getPrisma(),
    tableName: "rateLimit",
    keyPrefix: "",
    duration: WINDOW,
  };
  opened ??= {
    perAccount: new RateLimiterPrisma({ ...options, points: FAILURES_PER_ACCOUNT }),
    perClient: new RateLimiterPrisma({ ...options, points: FAILURES_PER_CLIENT }),
  };
  return opened;
}
