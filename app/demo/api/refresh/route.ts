import { cookies, headers } from "next/headers";
import { z } from "zod";
import { labAction } from "@/app/demo/shared/lab-route";
import { strategy } from "@/auth";
import { env, sessionPolicy } from "@/lib/env";
import { json } from "@/lib/http/respond";
import { sessionCookies } from "@/lib/session/cookie";
import { createAccessTokens } from "@/lib/session/tokens/access-token";

const access = createAccessTokens({
  policy: sessionPolicy,
  clock: Date.now,
  secrets: env.AUTH_SECRET,
});

/** Replaces the user's access token with an expired one, so that nobody has to wait. */
export const POST = labAction(z.object({ action: z.literal("end") }), async (session) => {
  if (!strategy.refresh) return json({ error: "there is no access token here" }, 409);
  const { cookie } = await access.issue({ ...session, accessExpires: Date.now() });
  const request = { headers: await headers(), cookies: await cookies() };
  sessionCookies(strategy, request).set({ cookie });
  return json({ done: "ended" });
});
