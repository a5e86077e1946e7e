// The challenge that an authenticator signs (WebAuthn 13.4.3). It is encrypted and contains its own limits, so creating
// one writes no row: every view of the sign-in page creates one. Used challenges are counted in the table RateLimit.
import "server-only";
import { z } from "zod";
import { count } from "../../lib/accounts/counters";
import { env } from "../../lib/env";
import { hashToken, newToken } from "../../lib/session/tokens/reference-token";
import { createSeal } from "../../lib/session/tokens/seal";

/** Seconds. */
export const CHALLENGE_LIFETIME = 5 * 60;

export type Purpose = "add" | "sign-in";

const secrets = env.AUTH_SECRET;
/** A challenge for one purpose cannot be opened for the other. */
const seals = {
  add: createSeal({ secrets, purpose: "passkey-add" }),
  "sign-in": createSeal({ secrets, purpose: "passkey-sign-in" }),
} satisfies Record<Purpose, unknown>;

const claims = z.object({ jti: z.string(), to: z.string(), sub: z.string().optional() });

export interface Challenge {
  /** 256 random bits, base64url. */
  id: string;
  /** The only user who may answer. Absent if every user may. */
  userId?: string;
}

interface BoundTo {
  /** The browser or the session that requested it. */
  to: string;
  userId?: string;
}

/** `now` in milliseconds since the epoch. */
export async function issueChallenge(
  purpose: Purpose,
  { to, userId }: BoundTo,
  now = Date.now(),
): Promise<string> {
  const exp = Math.floor(now / 1000) + CHALLENGE_LIFETIME;
  return seals[purpose].seal({ jti: newToken(), to: await hashToken(to), sub: userId, exp });
}

/** Null for a challenge that is not ours, has expired, or belongs to another purpose or browser. */
export async function openChallenge(
  purpose: Purpose,
  challenge: string,
  to: string,
  now = Date.now(),
): Promise<Challenge | null> {
  const { data } = claims.safeParse(await seals[purpose].open(challenge, now));
  if (data?.to !== (await hashToken(to))) return null;
  return { id: data.jti, userId: data.sub };
}

/** Whether the challenge is used for the first time. Only one of several parallel answers gets true. */
export async function spendChallenge({ id }: Challenge): Promise<boolean> {
  // The count lasts at least as long as the challenge.
  return (await count(`passkey:${await hashToken(id)}`, CHALLENGE_LIFETIME)) === 1;
}
