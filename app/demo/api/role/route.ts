import { z } from "zod";
import { labAction, labQuery } from "@/app/demo/shared/lab-route";
import { actingAs } from "@/features/audit/audit";
import { verifyPassword } from "@/lib/accounts/password";
import { setRole } from "@/lib/accounts/users";
import { askDatabase } from "@/lib/database/client";
import { json } from "@/lib/http/respond";
import { getCurrentUser } from "@/lib/session/current";

/** The seeded admin, with the password that the README gives to everyone. */
const demoAdmin = { email: "admin@example.com", password: "correct horse battery staple" };

/** My role in the database now, whatever the cookie says. */
export const GET = labQuery(async () => {
  const user = await getCurrentUser({ fresh: true });
  return user ? json({ role: user.role }) : json({ error: "unauthenticated" }, 401);
});

/**
 * Changes my own role in the name of the demo admin, if there is one whose password is still the public
 * one: then anyone could sign in as that admin and do it by hand, so nobody is given a right that they
 * did not have. Where there is none, as in every real deployment, it refuses.
 */
export const POST = labAction(
  z.object({ role: z.enum(["user", "admin"]) }),
  async ({ user }, { role }) => {
    if (!user.email?.endsWith("@example.com") || user.email === demoAdmin.email)
      return json({ error: "not a demo user" }, 403);
    if (!(await canAnyoneBeAdmin())) return json({ error: "no demo admin" }, 403);
    await setRole(user.id, role, await actingAs(user));
    return json({ role });
  },
);

async function canAnyoneBeAdmin(): Promise<boolean> {
  const found = await askDatabase(({ prisma }) =>
    prisma.password.findFirst({
      where: { user: { email: demoAdmin.email, role: "admin", disabledAt: null } },
      select: { hash: true },
    }),
  );
  return found !== null && verifyPassword(found.hash, demoAdmin.password);
}
