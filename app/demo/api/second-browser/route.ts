import { headers } from "next/headers";
import { z } from "zod";
import { labCookie } from "@/app/demo/shared/lab-cookie";
import { labAction, labQuery } from "@/app/demo/shared/lab-route";
import type { SecondBrowser } from "@/app/demo/sign-out-elsewhere/answers";
import { strategy } from "@/auth";
import { auditBy } from "@/features/audit/audit";
import { sessionPolicy } from "@/lib/env";
import { json } from "@/lib/http/respond";
import { absoluteEnd } from "@/lib/session/policy";

interface Second {
  sessionId: string;
  cookie: string;
  refreshToken?: string;
  signedOutAt: number | null;
}

const kept = labCookie<Second>({
  name: "demo-second-browser",
  path: "/demo/api/second-browser",
  maxAge: 60 * 60,
});

/** What the app answers to the second browser's cookie now. */
export const GET = labQuery(async ({ user }) => {
  const second = await kept.get(user.id);
  return json(second ? await look(await refresh(user.id, second)) : none);
});

/** For the audit trail. */
const WHERE = "in the second browser of the demo";

const none: SecondBrowser = { state: "none" };

const action = z.object({ action: z.enum(["open", "sign out", "close"]) });

export const POST = labAction(action, async ({ user }, { action }) => {
  const second = await kept.get(user.id);
  if (action === "open") {
    const userAgent = (await headers()).get("user-agent")?.slice(0, 500);
    const context = { previous: second?.cookie, userAgent };
    const { id, cookie, refreshToken } = await strategy.create(user, context);
    await auditBy(user, "signed-in", { userId: user.id, sessionId: id, detail: WHERE });
    await kept.keep(user.id, { sessionId: id, cookie, refreshToken, signedOutAt: null });
  } else if (second) {
    await strategy.end(second.cookie);
    if (second.signedOutAt === null) {
      const { sessionId } = second;
      await auditBy(user, "signed-out", { userId: user.id, sessionId, detail: WHERE });
    }
    // Goes on sending the cookie after "sign out", as someone would who has a copy of it.
    const signedOut = { ...second, signedOutAt: Date.now() };
    await kept.keep(user.id, action === "sign out" ? signedOut : null);
  }
  return json({ done: action });
});

/** Trades its refresh token for a new pair when that is due, as a browser does. */
async function refresh(userId: string, second: Second): Promise<Second> {
  const { cookie, refreshToken } = second;
  if (!refreshToken || (await strategy.read(cookie))) return second;
  const issued = await strategy.refresh?.rotate(refreshToken);
  if (!issued) return second;
  const renewed = { ...second, cookie: issued.cookie, refreshToken: issued.refreshToken };
  await kept.keep(userId, renewed);
  return renewed;
}

async function look({ sessionId, cookie, signedOutAt }: Second): Promise<SecondBrowser> {
  const isGone = strategy.revocation && !(await strategy.read(cookie, { fresh: true }));
  const session = await strategy.read(cookie);
  if (!session) return { state: "out", id: sessionId };
  const { expires, accessExpires, authTime } = session;
  return {
    state: "in",
    id: sessionId,
    expires,
    accessExpires,
    ended: isGone || signedOutAt !== null,
    signedOutAt,
    latest: absoluteEnd(sessionPolicy, authTime),
  };
}
