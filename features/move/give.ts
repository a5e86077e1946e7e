// Sets the cookies of a session, if the request can set cookies.
import { outcomeCookie, type RequestParts, sessionCookies } from "../../lib/session/cookie";
import type { IssuedSession, Session, SessionStrategy } from "../../lib/session/strategy";
import { clearShown } from "./shown";

/** Replaces the old cookies by those of the new session. */
export function give(
  issued: IssuedSession,
  to: SessionStrategy,
  from: SessionStrategy,
  request: RequestParts,
): void {
  clearShown(from, request);
  sessionCookies(to, request).set(issued);
}

/** A page cannot set cookies. To find out, deletes a cookie that is not needed any more. */
export function canSetCookies({ headers, cookies }: RequestParts): boolean {
  const { name, options } = outcomeCookie(headers);
  try {
    cookies.set(name, "", { ...options, maxAge: 0 });
    return true;
  } catch {
    return false;
  }
}

/** For a request that cannot exchange the session: it counts as signed in, but nothing is renewed. */
export function frozen(from: SessionStrategy, session: Session): SessionStrategy {
  const read = async () => session;
  const renew = async (cookie: string) => ({ ...session, cookie });
  return { ...from, read, renew, update: renew };
}
