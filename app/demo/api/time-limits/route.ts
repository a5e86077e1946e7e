import { z } from "zod";
import { labCookie } from "@/app/demo/shared/lab-cookie";
import { labAction, labQuery } from "@/app/demo/shared/lab-route";
import type { EndAnswer, TimesAnswer } from "@/app/demo/time-limits/answers";
import { practicePolicy } from "@/app/demo/time-limits/limits";
import { descriptor } from "@/auth";
import { json } from "@/lib/http/respond";
import { assemble } from "@/lib/session/assemble";
import type { IssuedSession, Session } from "@/lib/session/strategy";

/** The strategy that runs, once more, with limits of its own. */
const practice = assemble(descriptor, { policy: practicePolicy });

type Held = Pick<IssuedSession, "cookie" | "refreshToken">;
const held = labCookie<Held>({
  name: "demo-practice-session",
  path: "/demo/api/time-limits",
  maxAge: 60,
});

/** The times of the real session. A request like any other, so it is activity. */
export const GET = labQuery(async (session) => json(toAnswer(session)));

/** The practice session: starts one, sends it a request, or only looks at it. */
export const POST = labAction(
  z.object({ action: z.enum(["start", "ask", "look"]) }),
  async ({ user }, { action }) => {
    const before = await held.get(user.id);
    if (action === "start") {
      const context = { previous: before?.cookie, userAgent: "Practice session of the demo" };
      return keep(user.id, await practice.create(user, context));
    }
    if (action === "ask") return keep(user.id, before ? await ask(before) : null);

    const session = before && (await practice.read(before.cookie));
    const expires =
      session?.expires ?? (before && (await practice.refresh?.expiryOf(before.cookie)));
    return json({ expires: expires ?? null } satisfies EndAnswer);
  },
);

/** What middleware.ts and the refresh route do together for a real request. */
async function ask({ cookie, refreshToken }: Held): Promise<IssuedSession | null> {
  const renewed = await practice.renew(cookie);
  if (renewed || !refreshToken) return renewed && { ...renewed, refreshToken };
  return (await practice.refresh?.rotate(refreshToken)) ?? null;
}

async function keep(userId: string, issued: IssuedSession | null): Promise<Response> {
  if (!issued) return json({ state: "out" } satisfies TimesAnswer);
  const { cookie, refreshToken } = issued;
  await held.keep(userId, { cookie, refreshToken });
  return json(toAnswer(issued));
}

function toAnswer({ authTime, renewedAt, expires, accessExpires }: Session): TimesAnswer {
  return { state: "in", now: Date.now(), times: { authTime, renewedAt, expires, accessExpires } };
}
