import { z } from "zod";
import type { RolesAnswer } from "@/app/demo/roles/answers";
import { labAction, labQuery } from "@/app/demo/shared/lab-route";
import { SHORT_ACCESS } from "@/app/demo/shared/short-access";
import { createStage, type Held, labStrategy, toHeld, visit } from "@/app/demo/shared/stage";
import { setThrowAwayRole } from "@/app/demo/shared/throw-away";
import { findUser } from "@/lib/accounts/users";
import { json } from "@/lib/http/respond";

const lab = labStrategy({ accessMaxAge: SHORT_ACCESS });
const stage = createStage<Held>({
  name: "demo-roles",
  path: "/demo/api/roles",
  userName: "Someone whose role changes",
});

/** What a request of that session is told, and what the database says. */
export const GET = labQuery(async ({ user: visitor }) => {
  const scene = await stage.get(visitor.id);
  const [held] = scene?.browsers ?? [];
  if (!scene || !held) return json({ state: "none" } satisfies RolesAnswer);
  const askDatabase = async () => (await findUser(scene.user.id))?.role;
  let database = await askDatabase();
  const issued = await visit(lab, held);
  if (issued && issued.cookie !== held.cookie)
    await stage.keep(visitor.id, { ...scene, browsers: [toHeld(issued)] });
  // It may have changed between the two questions: that would be no lag of the strategy's.
  if (database !== issued?.user.role) database = await askDatabase();
  if (!issued || !database) return json({ state: "out" } satisfies RolesAnswer);
  const { accessExpires } = issued;
  return json({
    state: "in",
    app: issued.user.role,
    database,
    accessExpires,
  } satisfies RolesAnswer);
});

const action = z.union([
  z.object({ action: z.enum(["start", "take", "stop"]) }),
  z.object({ action: z.literal("change"), role: z.enum(["user", "admin"]) }),
]);

/** Signs the throw-away user in, changes their role, or has the session take the role of now. */
export const POST = labAction(action, async ({ user: visitor }, input) => {
  if (input.action === "stop") {
    await stage.close(visitor.id);
    return json({ done: true });
  }
  if (input.action === "start") {
    const scene = await stage.start(visitor.id);
    const issued = await lab.create(scene.user, { userAgent: "Roles, in the demo" });
    await stage.keep(visitor.id, { ...scene, browsers: [toHeld(issued)] });
    return json({ done: true });
  }
  const scene = await stage.get(visitor.id);
  const [held] = scene?.browsers ?? [];
  if (!scene || !held) return json({ error: "start first" }, 409);
  if (input.action === "change")
    return json({ done: await setThrowAwayRole(scene.user.id, input.role) });
  const updated = await lab.update(held.cookie);
  if (updated)
    await stage.keep(visitor.id, { ...scene, browsers: [{ ...held, ...toHeld(updated) }] });
  return json({ done: updated !== null });
});
