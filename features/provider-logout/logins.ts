// Stores which login at an OpenID Connect provider started which session. Tokens are not stored, only the provider's
// ids of the user (`sub`) and of its own session (`sid`). docs/decisions/0029
import "server-only";
import { decodeJwt } from "jose";
import type { Account } from "next-auth";
import { z } from "zod";
import { count, counted } from "../../lib/accounts/counters";
import { askDatabase } from "../../lib/database/client";
import { env, sessionPolicy } from "../../lib/env";
import { SignInRefused } from "../../lib/errors";
import { absoluteEnd } from "../../lib/session/policy";
import type { IssuedSession, SessionStrategy } from "../../lib/session/strategy";
import { hashToken } from "../../lib/session/tokens/reference-token";

/** An id from a provider that can be stored. */
export const nameField = z
  .string()
  .max(255)
  .regex(/^[^\p{Cc}\p{Cs}]+$/u);

const idTokenClaims = z.object({ sub: nameField, sid: nameField.optional().catch(undefined) });

/** Seconds between the provider's answer and the start of the session, at most. */
const SIGN_IN = 15 * 60;

/**
 * Remembers the login of a session that has just begun: for Auth.js's callback, which has verified the ID token. If the
 * provider has ended that login meanwhile, the session ends and SignInRefused is thrown. Throws StoreUnavailable.
 */
export async function rememberProviderLogin(
  strategy: SessionStrategy,
  { provider, id_token }: Account,
  { id: sessionId, user, authTime, cookie }: IssuedSession,
): Promise<void> {
  if (!env.DATABASE_URL || !id_token) return;
  const { data } = idTokenClaims.safeParse(decodeJwt(id_token));
  if (!data) return;
  const expires = new Date(absoluteEnd(sessionPolicy, authTime));
  const login = { sessionId, userId: user.id, provider, ...data, expires };
  await askDatabase(({ prisma }) =>
    prisma.providerLogin.create({ data: login, select: { sessionId: true } }),
  );
  // Checked after the row is written: a logout either finds the row, or has left a mark before.
  if (!data.sid || (await counted(await markOf(provider, data.sid))) === 0) return;
  await strategy.end(cookie);
  throw new SignInRefused("ended meanwhile");
}

/** The login that a session began with. Null if it began another way. Throws StoreUnavailable. */
export const findProviderLogin = (sessionId: string) =>
  askDatabase(({ prisma }) =>
    prisma.providerLogin.findUnique({ where: { sessionId }, select: { sid: true } }),
  );

/** What has ended at the provider: one session, or all sessions of a user. At least one of the two is set. */
export interface EndedLogin {
  provider: string;
  sub?: string;
  sid?: string;
}

/**
 * The sessions that began with such a login. Sign-ins with the same `sid` that are not complete yet find a mark, and
 * end. A login without `sid` may be the one that ended. Throws StoreUnavailable.
 */
export async function sessionsOfLogin({ provider, sub, sid }: EndedLogin) {
  if (sid) await count(await markOf(provider, sid), SIGN_IN);
  return askDatabase(({ prisma }) =>
    prisma.providerLogin.findMany({
      where: { provider, sub, ...(sid && { OR: [{ sid }, ...(sub ? [{ sid: null }] : [])] }) },
      select: { sessionId: true, userId: true },
    }),
  );
}

/** The sessions of these logins have ended. */
export async function forgetLogins(sessionIds: string[]): Promise<void> {
  await askDatabase(({ prisma }) =>
    prisma.providerLogin.deleteMany({ where: { sessionId: { in: sessionIds } } }),
  );
}

const markOf = async (provider: string, sid: string) =>
  `provider-logout:${await hashToken(`${provider} ${sid}`)}`;
