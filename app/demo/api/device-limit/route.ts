import { z } from "zod";
import type { BrowserState, DeviceLimitAnswer } from "@/app/demo/device-limit/answers";
import { labAction, labQuery } from "@/app/demo/shared/lab-route";
import { type Held, toHeld, visit } from "@/app/demo/shared/stage";
import { json } from "@/lib/http/respond";
import { LIMIT, lab, stage } from "./stage";

/** A cookie has room for no more. */
const MOST = 3;

/** What the app answers to each of the browsers now. */
export const GET = labQuery(async ({ user: visitor }) => {
  const scene = await stage.get(visitor.id);
  const seen = await Promise.all((scene?.browsers ?? []).map(look));
  const browsers = seen.map(({ held }) => held);
  if (scene && JSON.stringify(browsers) !== JSON.stringify(scene.browsers))
    await stage.keep(visitor.id, { ...scene, browsers });
  const states = seen.map(({ state }) => state);
  return json({ limit: LIMIT, most: MOST, browsers: states } satisfies DeviceLimitAnswer);
});

const action = z.object({ action: z.enum(["open", "start over"]) });

export const POST = labAction(action, async ({ user: visitor }, { action }) => {
  if (action === "start over") {
    await stage.close(visitor.id);
    return json({ done: action });
  }
  const scene = (await stage.get(visitor.id)) ?? (await stage.start(visitor.id));
  const number = scene.browsers.length + 1;
  if (number > MOST) return json({ error: "no more browsers" }, 409);
  const issued = await lab.create(scene.user, { userAgent: `Browser ${number}` });
  scene.browsers.push(toHeld(issued));
  await stage.keep(visitor.id, scene);
  return json({ done: action });
});

async function look(held: Held | null): Promise<{ held: Held | null; state: BrowserState }> {
  const session = held && (await visit(lab, held));
  if (!session) return { held: null, state: "out" };
  const goesOn = !lab.revocation || (await lab.read(session.cookie, { fresh: true }));
  return { held: toHeld(session), state: goesOn ? "in" : "ended" };
}
