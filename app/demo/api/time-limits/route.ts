import { z } from "zod";
import { labAction, labQuery } from "@/app/demo/shared/lab-route";
import { createStage, type Held, labStrategy, toHeld, visit } from "@/app/demo/shared/stage";
import type { EndAnswer, TimesAnswer } from "@/app/demo/time-limits/answers";
import { practicePolicy } from "@/app/demo/time-limits/limits";
import { json } from "@/lib/http/respond";
import type { IssuedSession, Session } from "@/lib/session/strategy";

const practice = labStrategy(practicePolicy);
const stage = createStage<Held>({
  name: "demo-practice-session",
  path: "/demo/api/time-limits",
  userName: "Someone who comes and goes",
});

/** The times of the real session. A request like any other, so it is activity. */
export const GET = labQuery(async (session) => json(toAnswer(session)));

/** The practice session: starts one, sends it a request, or only looks at it. */
export const POST = labAction(
  z.object({ action: z.enum(["start", "ask", "look"]) }),
  async ({ user: visitor }, { action }) => {
    if (action === "start") {
      const scene = await stage.start(visitor.id);
      const issued = await practice.create(scene.user, { userAgent: "Time limits, in the demo" });
      await stage.keep(visitor.id, { ...scene, browsers: [toHeld(issued)] });
      return answer(issued);
    }
    const scene = await stage.get(visitor.id);
    const [held] = scene?.browsers ?? [];
    if (action === "ask") {
      const issued = held ? await visit(practice, held) : null;
      if (scene && issued) await stage.keep(visitor.id, { ...scene, browsers: [toHeld(issued)] });
      return answer(issued);
    }
    const session = held && (await practice.read(held.cookie));
    const expires = session?.expires ?? (held && (await practice.refresh?.expiryOf(held.cookie)));
    return json({ expires: expires ?? null } satisfies EndAnswer);
  },
);

const answer = (issued: IssuedSession | null) =>
  json(issued ? toAnswer(issued) : ({ state: "out" } satisfies TimesAnswer));

function toAnswer({ authTime, renewedAt, expires, accessExpires }: Session): TimesAnswer {
  return { state: "in", now: Date.now(), times: { authTime, renewedAt, expires, accessExpires } };
}
