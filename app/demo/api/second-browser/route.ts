import { z } from "zod";
import { labAction, labQuery } from "@/app/demo/shared/lab-route";
import type { SecondBrowser } from "@/app/demo/sign-out-elsewhere/answers";
import { strategy } from "@/auth";
import { sessionPolicy } from "@/lib/env";
import { absoluteEnd } from "@/lib/session/policy";
import { json } from "@/lib/session/respond";
import { forgetSecond, getSecond, keepSecond, type Second } from "./lab-cookie";

/** What the app answers to the second browser's cookie now. */
export const GET = labQuery(async ({ user }) => {
  const second = await getSecond(user.id);
  return json(second ? await look(second) : ({ state: "none" } satisfies SecondBrowser));
});

const action = z.object({ action: z.enum(["open", "sign out", "close"]) });

export const POST = labAction(action, async ({ user }, { action }) => {
  const second = await getSecond(user.id);
  if (action === "open") {
    const context = { previous: second?.cookie, userAgent: "Second browser of the demo" };
    const { id, cookie } = await strategy.create(user, context);
    await keepSecond({ userId: user.id, sessionId: id, cookie, signedOutAt: null });
  } else if (second) {
    await strategy.end(second.cookie);
    // Goes on sending the cookie after "sign out", as someone would who has a copy of it.
    if (action === "sign out") await keepSecond({ ...second, signedOutAt: Date.now() });
    else await forgetSecond();
  }
  return json({ done: action });
});

async function look({ sessionId, cookie, signedOutAt }: Second): Promise<SecondBrowser> {
  const session = await strategy.read(cookie);
  if (!session) return { state: "out", sessionId };
  return {
    state: "in",
    sessionId,
    expires: session.expires,
    latest: absoluteEnd(sessionPolicy, session.authTime),
    signedOutFor: signedOutAt && Date.now() - signedOutAt,
  };
}
