import { strategy } from "@/auth";
import { answerFaults, json } from "@/lib/http/respond";
import { expiryAfterRefresh, getSession } from "@/lib/session/current";

// #region open-pages
/**
 * For timers: 200 `{ expires, signedIn }` (ISO 8601; when there is no session `{ expires: null }`), or 503. It does not count as activity, and
 * renews nothing. If a visit would refresh first, the store is asked when the session will end.
 */
export const GET = answerFaults(async () => {
  const session = await getSession({ passive: true });
  const expires = session?.expires ?? (await expiryAfterRefresh());
  return json({
    expires: expires ? new Date(expires).toISOString() : null,
    ...(session && { signedIn: new Date(session.authTime).toISOString() }),
  });
});
// #endregion

// #region bearer
/** Signs a program in, without a cookie. Loaded here alone: asking needs neither Auth.js nor a database. */
export const POST = async (request: Request): Promise<Response> =>
  (await import("@/features/bearer/sign-in")).answerSignIn(strategy, request);

export { answerSignOut as DELETE } from "@/features/bearer/sign-out";
// #endregion
