import { cookies, headers } from "next/headers";
import { z } from "zod";
import { labAction } from "@/app/demo/shared/lab-route";
import { strategy } from "@/auth";
import { env, sessionPolicy } from "@/lib/env";
import { sessionCookie } from "@/lib/session/cookie";
import { getSessionCookie } from "@/lib/session/current";
import { json } from "@/lib/session/respond";
import { sessionStore } from "@/lib/session/store";
import { strategies } from "@/lib/session/strategy";

/**
 * The strategy that runs, with its clock set back by the life of an access token: what it issues has
 * just ended.
 */
const lateByOneToken = strategies[strategy.name]({
  policy: sessionPolicy,
  clock: () => Date.now() - (strategy.noticesWithin ?? 0) * 1000,
  secrets: env.AUTH_SECRET,
  store: sessionStore,
});

/** Puts an access token that has ended in the place of mine, so that nobody has to wait for it. */
export const POST = labAction(z.object({ action: z.literal("end") }), async () => {
  const cookie = await getSessionCookie();
  const issued = strategy.rotate && cookie && (await lateByOneToken.renew(cookie, { fresh: true }));
  if (!issued) return json({ error: "there is no access token here" }, 409);
  const { name, options } = sessionCookie(strategy.name, await headers());
  (await cookies()).set(name, issued.cookie, options);
  return json({ done: "ended" });
});
