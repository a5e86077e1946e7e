// For `npm run compare`, which measures sessions of the app itself with throw-away users who can sign in. The routes
// refuse all other users.
import { z } from "zod";
import { labAction, labQuery } from "@/app/demo/shared/lab-route";
import { isThrowAway, setThrowAwayRole } from "@/app/demo/shared/throw-away";
import { strategy } from "@/auth";
import { json } from "@/lib/http/respond";

const refused = () => json({ error: "not a throw-away user" }, 403);

/** The id of my session. */
export const GET = labQuery(async ({ id, user }) =>
  (await isThrowAway(user.id)) ? json({ session: id }) : refused(),
);

/** Changes my role, or ends one of my sessions. */
export const POST = labAction(
  z.union([z.object({ role: z.enum(["user", "admin"]) }), z.object({ end: z.uuid() })]),
  async ({ user }, input) => {
    if (!(await isThrowAway(user.id))) return refused();
    if ("role" in input) return json({ done: await setThrowAwayRole(user.id, input.role) });
    if (!strategy.revocation) return json({ error: "this strategy cannot end a session" }, 409);
    return json({ done: await strategy.revocation.end(user.id, input.end) });
  },
);
