import { strategy } from "@/auth";
import { answerFaults, json } from "@/lib/http/respond";
import { getSession, getSessionCookie } from "@/lib/session/current";

/**
 * For timers: 200 `{ expires }` (ISO 8601; null when there is no session), or 503. Asking is no activity, and
 * renews nothing: where a visit would refresh first, the store is asked when the session will end.
 */
export const GET = answerFaults(async () => {
  const session = await getSession({ passive: true });
  const cookie = await getSessionCookie();
  const expires = session?.expires ?? (cookie && (await strategy.refresh?.expiryOf(cookie)));
  return json({ expires: expires ? new Date(expires).toISOString() : null });
});
