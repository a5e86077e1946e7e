import { cookies, headers } from "next/headers";
import { z } from "zod";
import { labAction } from "@/app/demo/shared/lab-route";
import { strategy } from "@/auth";
import { endChosen } from "@/lib/accounts/end-sessions";
import { json } from "@/lib/http/respond";
import { sessionCookies } from "@/lib/session/cookie";

/** Ends my session behind the page's back: its record, or, where there is none, the cookies. */
export const POST = labAction(z.object({}), async ({ id, user }) => {
  const ended = await endChosen({ userId: user.id, sessionId: id }, user);
  if (ended !== null) return json({ ended: "record" });
  sessionCookies(strategy, { headers: await headers(), cookies: await cookies() }).clear();
  return json({ ended: "cookie" });
});
