import { z } from "zod";
import { labAction, labQuery } from "@/app/demo/shared/lab-route";
import type { FamilyAnswer, Refreshed } from "@/app/demo/theft/answers";
import { env } from "@/lib/env";
import { json } from "@/lib/http/respond";
import { hybrid, type Kept, kept, look, refresh, toTokens } from "./family";

export const GET = labQuery(async ({ user }) => answer(await kept.get(user.id)));

const action = z.object({
  action: z.enum(["start", "copy", "refresh"]),
  who: z.enum(["you", "thief"]).default("you"),
});

/** Starts a session, copies its tokens to the thief, or refreshes with what one of them holds. */
export const POST = labAction(action, async ({ user }, { action, who }) => {
  const before = await kept.get(user.id);
  if (action === "start") {
    if (!env.DATABASE_URL) return json({ error: "there is no database" }, 409);
    const context = { previous: before?.you.access, userAgent: "Practice session of the demo" };
    const issued = await hybrid.create(user, context);
    return keep(user.id, { sessionId: issued.id, you: toTokens(issued), thief: null });
  }
  if (!before) return json({ error: "start a session first" }, 409);
  if (action === "copy") return keep(user.id, { ...before, thief: before.you });

  const held = before[who];
  if (!held) return json({ error: "the thief has nothing yet" }, 409);
  const { refreshed, tokens } = await refresh(who, held);
  return keep(user.id, { ...before, [who]: tokens ?? held }, refreshed);
});

async function keep(userId: string, now: Kept, refreshed?: Refreshed): Promise<Response> {
  await kept.keep(userId, now);
  return answer(now, refreshed);
}

async function answer(now: Kept | null, refreshed?: Refreshed): Promise<Response> {
  return json({ family: now && (await look(now)), refreshed } satisfies FamilyAnswer);
}
