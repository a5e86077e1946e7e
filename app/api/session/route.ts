import { awaitsRotation, getSession } from "@/lib/session/current";
import { answerFaults, json } from "@/lib/session/respond";

/**
 * For timers: 200 `{ expires, refresh }`, or 503. `expires` (ISO 8601) is null for a guest, and also when only
 * a refresh could tell (`refresh`: true). Asking is no activity, and renews nothing.
 */
export const GET = answerFaults(async () => {
  const session = await getSession({ passive: true });
  const expires = session && new Date(session.expires).toISOString();
  return json({ expires, refresh: !session && (await awaitsRotation()) });
});
