import { cookies, headers } from "next/headers";
import { z } from "zod";
import { labAction } from "@/app/demo/shared/lab-route";
import { strategy } from "@/auth";
import { refreshCookie, sessionCookie } from "@/lib/session/cookie";
import { json } from "@/lib/session/respond";

/** Ends my session behind the page's back: its record, or, where there is none, the cookies. */
export const POST = labAction(z.object({}), async () => {
  const jar = await cookies();
  const requestHeaders = await headers();
  const access = sessionCookie(strategy.name, requestHeaders);
  const cookie = jar.get(access.name)?.value;
  if (cookie) await strategy.end(cookie);
  if (!strategy.canRevoke)
    for (const { name, options } of [access, refreshCookie(strategy.name, requestHeaders)])
      jar.set(name, "", { ...options, maxAge: 0 });
  return json({ ended: strategy.canRevoke ? "record" : "cookie" });
});
