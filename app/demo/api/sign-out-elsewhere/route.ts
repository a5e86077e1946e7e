import { z } from "zod";
import { labAction, labQuery } from "@/app/demo/shared/lab-route";
import { SHORT_ACCESS } from "@/app/demo/shared/short-access";
import { createStage, type Held, labStrategy, toHeld, visit } from "@/app/demo/shared/stage";
import { type BrowserAnswer, names, type SceneAnswer } from "@/app/demo/sign-out-elsewhere/answers";
import { sessionPolicy } from "@/lib/env";
import { json } from "@/lib/http/respond";
import { absoluteEnd } from "@/lib/session/policy";

interface Browser extends Held {
  signedOutAt: number | null;
}

const lab = labStrategy({ accessMaxAge: SHORT_ACCESS });
const stage = createStage<Browser>({
  name: "demo-sign-out-elsewhere",
  path: "/demo/api/sign-out-elsewhere",
  userName: "Someone with two browsers",
});

/** What both browsers are answered now. */
export const GET = labQuery(async ({ user: visitor }) => {
  const scene = await stage.get(visitor.id);
  if (!scene) return json({ browsers: [] } satisfies SceneAnswer);
  const seen = await Promise.all(scene.browsers.map(look));
  const browsers = seen.map(({ browser }) => browser);
  if (JSON.stringify(browsers) !== JSON.stringify(scene.browsers))
    await stage.keep(visitor.id, { ...scene, browsers });
  return json({ browsers: seen.map(({ answer }) => answer) } satisfies SceneAnswer);
});

const action = z.union([
  z.object({ action: z.enum(["open", "stop"]) }),
  z.object({ action: z.enum(["sign out", "end"]), id: z.uuid() }),
]);

/** Opens both browsers, signs one of them out, or ends its session from elsewhere. */
export const POST = labAction(action, async ({ user: visitor }, input) => {
  if (!("id" in input)) {
    if (input.action === "stop") {
      await stage.close(visitor.id);
      return json({ done: true });
    }
    const scene = await stage.start(visitor.id);
    for (const userAgent of names) {
      const issued = await lab.create(scene.user, { userAgent });
      scene.browsers.push({ ...toHeld(issued), signedOutAt: null });
    }
    await stage.keep(visitor.id, scene);
    return json({ done: true });
  }
  const scene = await stage.get(visitor.id);
  const chosen = scene?.browsers.find(({ id }) => id === input.id);
  if (!scene || !chosen) return json({ error: "open the browsers first" }, 409);
  if (input.action === "end") {
    if (!lab.revocation) return json({ error: "this strategy cannot end a session" }, 409);
    return json({ done: await lab.revocation.end(scene.user.id, chosen.id) });
  }
  await lab.end(chosen.cookie);
  // It goes on sending the cookie, as someone would who has a copy of it.
  chosen.signedOutAt = Date.now();
  await stage.keep(visitor.id, scene);
  return json({ done: true });
});

async function look(before: Browser): Promise<{ browser: Browser; answer: BrowserAnswer }> {
  const { id, signedOutAt } = before;
  const session = await visit(lab, before);
  if (!session) return { browser: before, answer: { state: "out", id } };
  const browser = { ...toHeld(session), signedOutAt };
  const isGone = lab.revocation && !(await lab.read(session.cookie, { fresh: true }));
  const { expires, accessExpires, authTime } = session;
  const ended = isGone || signedOutAt !== null;
  const latest = absoluteEnd(sessionPolicy, authTime);
  return {
    browser,
    answer: { state: "in", id, authTime, expires, accessExpires, ended, signedOutAt, latest },
  };
}
