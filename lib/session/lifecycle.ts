// How a session begins and ends in a browser, whichever strategy runs: one browser holds one session.
import "server-only";
import { audit } from "@/features/audit/audit";
import { env } from "../env";
import { findStoreUnavailable } from "../errors";
import { clientAddress } from "../http/client-address";
import { log } from "../log";
import { assemble } from "./assemble";
import { type RequestParts, sessionCookies } from "./cookie";
import { signInContext } from "./sign-in-context";
import { rememberSignedOut } from "./signed-out";
import { strategies } from "./strategies";
import type { IssuedSession, SessionStrategy, SessionUser } from "./strategy";

type Ended = NonNullable<Awaited<ReturnType<SessionStrategy["end"]>>>;

/**
 * Signs `user` in, and sets the second cookie where there are two: Auth.js, or who called, sets the first. Whatever
 * session the browser held before has ended (ASVS 7.2.4). Throws SignInRefused and StoreUnavailable.
 */
export async function beginSession(
  strategy: SessionStrategy,
  request: RequestParts,
  user: SessionUser,
  passwordSetAt?: number,
): Promise<IssuedSession> {
  const held = sessionCookies(strategy, request);
  const before = held.cookie ? await sessionOf(strategy, held.cookie) : null;
  const context = { ...signInContext(strategy, request), passwordSetAt };
  const issued = await strategy.create(user, context);
  const others = await endOthers(strategy, request);
  rememberSignedOut([...(before ? [{ id: before }] : []), ...others], request);
  held.set({ refreshToken: issued.refreshToken });
  return issued;
}

/** Null where a store is asked at each request: it knows that the session has ended. */
async function sessionOf(strategy: SessionStrategy, cookie: string): Promise<string | null> {
  if (strategy.asksStore) return null;
  if (strategy.refresh) return strategy.refresh.sessionOf(cookie);
  return (await strategy.read(cookie))?.id ?? null;
}

/** Signs out: clears the cookies of every strategy, and ends what they name. Throws StoreUnavailable, and clears nothing then. */
export async function endSession(strategy: SessionStrategy, request: RequestParts): Promise<void> {
  const held = sessionCookies(strategy, request);
  const ended = held.cookie ? await strategy.end(held.cookie) : null;
  held.clear();
  const all = [...(ended ? [ended] : []), ...(await endOthers(strategy, request))];
  rememberSignedOut(all, request);
  const ip = clientAddress(request.headers);
  for (const { id, userId } of all)
    await audit("signed-out", { userId, actorId: userId, sessionId: id, ip });
}

/**
 * The app ran under another strategy before, and may again: the session that it left would then be back. A store that
 * is only needed for that may be down, and keeps nobody from signing in or out: the cookie goes in any case.
 */
async function endOthers(running: SessionStrategy, request: RequestParts): Promise<Ended[]> {
  const ended: Ended[] = [];
  for (const other of Object.values(strategies)) {
    if (other.name === running.name) continue;
    const held = sessionCookies(other, request);
    if (!held.cookie) continue;
    held.clear();
    if (other.needs.length > 0 && !other.needs.some((setting) => env[setting])) continue;
    try {
      const session = await assemble(other).end(held.cookie);
      if (session) ended.push(session);
    } catch (error) {
      if (!findStoreUnavailable(error)) throw error;
      log.warn(`[session] A session of AUTH_STRATEGY=${other.name} could not be ended`, error);
    }
  }
  return ended;
}
