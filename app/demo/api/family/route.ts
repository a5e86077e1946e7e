import { z } from "zod";
import { labAction, labQuery } from "@/app/demo/shared/lab-route";
import type { FamilyAnswer, Refreshed } from "@/app/demo/theft/answers";
import { env } from "@/lib/env";
import { json } from "@/lib/http/respond";
import { hybrid, type Kept, look, refresh, stage, toTokens } from "./family";

export const GET = labQuery(async ({ user: visitor }) =>
  answer((await stage.get(visitor.id))?.browsers[0]),
);

const action = z.object({
  action: z.enum(["start", "copy", "refresh"]),
  who: z.enum(["you", "thief"]).default("you"),
});

/** Starts a session, copies its tokens to the thief, or refreshes with what one of them holds. */
export const POST = labAction(action, async ({ user: visitor }, { action, who }) => {
  if (action === "start") {
    if (!env.DATABASE_URL) return json({ error: "there is no database" }, 409);
    const scene = await stage.start(visitor.id);
    const issued = await hybrid.create(scene.user, { userAgent: "Theft, in the demo" });
    const now = { sessionId: issued.id, you: toTokens(issued), thief: null };
    await stage.keep(visitor.id, { ...scene, browsers: [now] });
    return answer(now);
  }
  const scene = await stage.get(visitor.id);
  const before = scene?.browsers[0];
  if (!scene || !before) return json({ error: "start a session first" }, 409);
  const keep = async (now: Kept, refreshed?: Refreshed) => {
    await stage.keep(visitor.id, { ...scene, browsers: [now] });
    return answer(now, refreshed);
  };
  if (action === "copy") return keep({ ...before, thief: before.you });

  const held = before[who];
  if (!held) return json({ error: "the thief has nothing yet" }, 409);
  const { refreshed, tokens } = await refresh(who, held);
  return keep({ ...before, [who]: tokens ?? held }, refreshed);
});

async function answer(now: Kept | undefined, refreshed?: Refreshed): Promise<Response> {
  return json({ family: now ? await look(now) : null, refreshed } satisfies FamilyAnswer);
}
