// How a session begins and ends in a browser: one browser holds one session.
import "server-only";
import { audit } from "@/features/audit/audit";
import { retire } from "@/features/move";
import { hasPasswordOf } from "../accounts/users";
import { env } from "../env";
import { findStoreUnavailable, SignInRefused } from "../errors";
import { clientAddress } from "../http/client-address";
import { log } from "../log";
import { assemble } from "./assemble";
import { type RequestParts, sessionCookies } from "./cookie";
import { signInContext } from "./sign-in-context";
import { rememberSignedOut } from "./signed-out";
import { strategies } from "./strategies";
import type { IssuedSession, SessionStrategy, SessionUser, SignInContext } from "./strategy";

type Ended = NonNullable<Awaited<ReturnType<SessionStrategy["end"]>>>;

/**
 * Signs `user` in. Auth.js or the caller sets the session cookie. Any session that the browser had before ends
 * (ASVS 7.2.4). Throws SignInRefused and StoreUnavailable.
 */
export async function beginSession(
  strategy: SessionStrategy,
  request: RequestParts,
  user: SessionUser,
  how: Pick<SignInContext, "passwordSetAt" | "short" | "method"> = {},
): Promise<IssuedSession> {
  const { passwordSetAt } = how;
  const held = sessionCookies(strategy, request);
  const before = held.cookie ? await sessionOf(strategy, held.cookie) : null;
  const context = { ...signInContext(strategy, request), ...how };
  const issued = await strategy.create(user, context);
  // #region records
  // A strategy with records checks it as it writes the row.
  // #endregion
  // After `authTime` is set, so that a password change that comes later still ends this session.
  if (passwordSetAt !== undefined && !strategy.records)
    if (!(await hasPasswordOf(user.id, passwordSetAt)))
      throw new SignInRefused("password changed meanwhile");
  const left: { id: string }[] = before ? [{ id: before }] : [];
  // #region keep
  left.push(...(await endOthers(strategy, request)));
  // #endregion
  rememberSignedOut(left, request);
  // #region refresh
  held.set({ refreshToken: issued.refreshToken, short: issued.short });
  // #endregion
  return issued;
}

async function sessionOf(strategy: SessionStrategy, cookie: string): Promise<string | null> {
  // The store knows that the session has ended.
  if (strategy.asksStore) return null;
  if (strategy.refresh) return strategy.refresh.sessionOf(cookie);
  return (await strategy.read(cookie))?.id ?? null;
}

/** Signs out: ends the session and clears its cookies. If it throws StoreUnavailable, it clears nothing. */
export async function endSession(strategy: SessionStrategy, request: RequestParts): Promise<void> {
  const held = sessionCookies(strategy, request);
  const ended = held.cookie ? await strategy.end(held.cookie) : null;
  // Servers of a strategy that can end sessions refuse copies of this cookie from now on.
  if (ended && !strategy.revocation) await retire([ended], request);
  held.clear();
  const all = ended ? [ended] : [];
  // #region keep
  all.push(...(await endOthers(strategy, request)));
  // #endregion
  rememberSignedOut(all, request);
  const ip = clientAddress(request.headers);
  for (const { id, userId } of all)
    await audit("signed-out", { userId, actorId: userId, sessionId: id, ip });
}

// #region keep
/**
 * If the app ran under another strategy before, a session of that strategy would be valid again after a switch back. When
 * a store that is only needed for this is down, sign-in and sign-out still work: the cookie is removed in any case.
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
  await retire(ended, request);
  return ended;
}
// #endregion
