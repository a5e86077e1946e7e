// The users that experiments are made with. A row of ThrowAwayUser marks them; nothing outside this file writes one,
// so nobody becomes one by signing up. They have no email, password or account: nobody can sign in as them.
import "server-only";
import { setRole } from "@/lib/accounts/users";
import { askDatabase, type Database } from "@/lib/database/client";
import { env } from "@/lib/env";
import type { Role, SessionUser } from "@/lib/session/strategy";
import { LIFETIME, MOST } from "./throw-away-limits";

/** Without a database no row is created. Strategies that work without a database do not need it. */
export async function createThrowAwayUser(name: string, role: Role = "user"): Promise<SessionUser> {
  const user = { id: `throw-away-${crypto.randomUUID()}`, email: null, name, role };
  if (!env.DATABASE_URL) return user;
  const until = new Date(Date.now() + LIFETIME * 1000);
  await askDatabase(async ({ prisma }) => {
    await sweep(prisma);
    await prisma.user.create({
      data: { ...user, throwAway: { create: { until } } },
      select: { id: true },
    });
  });
  sweepNowAndThen();
  return user;
}

/** Deletes the sessions too. False if this is not a throw-away user. */
export async function deleteThrowAwayUser(id: string): Promise<boolean> {
  if (!env.DATABASE_URL) return false;
  const { count } = await askDatabase(({ prisma }) =>
    prisma.user.deleteMany({ where: { id, throwAway: { isNot: null } } }),
  );
  return count === 1;
}

/** Runs `work` for a user who is deleted afterwards. */
export async function withThrowAwayUser<T>(
  name: string,
  role: Role,
  work: (user: SessionUser) => Promise<T>,
): Promise<T> {
  const user = await createThrowAwayUser(name, role);
  try {
    return await work(user);
  } finally {
    await deleteThrowAwayUser(user.id);
  }
}

export async function isThrowAway(userId: string): Promise<boolean> {
  if (!env.DATABASE_URL) return false;
  const found = await askDatabase(({ prisma }) =>
    prisma.throwAwayUser.findUnique({ where: { userId }, select: { userId: true } }),
  );
  return found !== null;
}

/** False, without a change, if this is not a throw-away user. */
export async function setThrowAwayRole(id: string, role: Role): Promise<boolean> {
  return (await isThrowAway(id)) && (await setRole(id, role)) === "done";
}

/** Deletes the expired throw-away users, and the oldest if there are too many for one more. */
function sweep(prisma: Database["prisma"]): Promise<number> {
  return prisma.$executeRaw`
    DELETE FROM "User" WHERE id IN (
      SELECT "userId" FROM "ThrowAwayUser" WHERE until <= greatest(
        now(), (SELECT until FROM "ThrowAwayUser" ORDER BY until DESC OFFSET ${MOST - 1} LIMIT 1))
      FOR UPDATE SKIP LOCKED)`;
}

let sweeping: NodeJS.Timeout | undefined;

/** Cleans up even if there are no more visitors. After an error, the next run tries again. */
function sweepNowAndThen(): void {
  sweeping ??= setInterval(() => {
    askDatabase(({ prisma }) => sweep(prisma)).catch(() => {});
  }, LIFETIME * 1000);
  sweeping.unref();
}
