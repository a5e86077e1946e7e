// Users. Columns are selected one by one, so that no other column leaves this file.
import "server-only";
import { audit } from "../../features/audit/audit";
import { askDatabase, askPool } from "../database/client";
import { sessionStore } from "../session/store";
import type { Role, SessionUser } from "../session/strategy";

/** The columns of a SessionUser. */
export const userColumns = { id: true, email: true, name: true, role: true } as const;

/** Null also for a disabled user: the app treats them as unknown. */
export async function findUser(id: string): Promise<SessionUser | null> {
  return askDatabase(({ prisma }) =>
    prisma.user.findUnique({ where: { id, disabledAt: null }, select: userColumns }),
  );
}

/** Whether the user's password is still the one that was set at `setAt` (ms since the epoch). */
export async function hasPasswordOf(userId: string, setAt: number): Promise<boolean> {
  const found = await askDatabase(({ prisma }) =>
    prisma.password.findUnique({ where: { userId }, select: { updatedAt: true } }),
  );
  return found?.updatedAt.getTime() === setAt;
}

/** What an admin sees about a user. */
export interface UserRecord extends SessionUser {
  disabledAt: Date | null;
}

const recordColumns = { ...userColumns, disabledAt: true } as const;

// #region demo
/** Admins do not see users that the demo's experiments have created. */
const real = { throwAway: null } as const;
const REAL = `AND NOT EXISTS (SELECT FROM "ThrowAwayUser" t WHERE t."userId" = u.id)`;
// #endregion
// without demo: const REAL = "";

export const USERS_PAGE = 100;

/** Plain SQL: Prisma's cursor compares so that Postgres reads all users of the pages before. */
const usersPage = (after: string) => `
  SELECT id, email, name, role, "disabledAt" FROM "User" u WHERE ${after} ${REAL}
  ORDER BY "createdAt" DESC, id DESC LIMIT $1`;
const FIRST_PAGE = usersPage("true");
const PAGE_AFTER = usersPage(
  `("createdAt", id) < (SELECT "createdAt", id FROM "User" WHERE id = $2)`,
);

/** Newest first, disabled ones too, a page at a time: `before` is the `next` of the page before. */
export async function listUsers({ before }: { before?: string } = {}) {
  const { rows: found } = await askPool((pool) =>
    before
      ? pool.query<UserRecord>(PAGE_AFTER, [USERS_PAGE + 1, before])
      : pool.query<UserRecord>(FIRST_PAGE, [USERS_PAGE + 1]),
  );
  const users = found.slice(0, USERS_PAGE);
  return { users, next: found.length > USERS_PAGE ? users.at(-1)?.id : undefined };
}

/** The users with these ids, disabled ones too. */
export async function findUserRecords(ids: string[]): Promise<UserRecord[]> {
  // Postgres refuses text with a NUL in it: no row has such an id.
  const possible = ids.filter((id) => !id.includes("\0"));
  return askDatabase(({ prisma }) =>
    prisma.user.findMany({
      select: recordColumns,
      where: {
        id: { in: possible },
        // #region demo
        ...real,
        // #endregion
      },
    }),
  );
}

/** The admin who changes someone. */
export interface Actor {
  id: string;
  // #region audit
  /** The address that the request came from. */
  ip?: string;
  // #endregion
}

/** "not-admin": the user who wanted to change someone is no longer an admin. */
export type Changed = "done" | "gone" | "not-admin";

/**
 * Without `by`, no admin is checked or recorded, as in the experiments of the lab. The same applies to the functions
 * below.
 */
export async function setRole(userId: string, role: Role, by?: Actor): Promise<Changed> {
  const changed = await change(userId, { role }, by);
  if (changed !== "done") return changed;
  if (by) await audit("role-changed", { userId, actorId: by.id, ip: by.ip, detail: `now ${role}` });
  await sessionStore.userChanged(userId);
  return changed;
}

/**
 * No sign-in and no new session from now on. End the user's sessions afterwards, so that no new session can begin in
 * between.
 */
export async function disableUser(userId: string, by?: Actor): Promise<Changed> {
  const changed = await change(userId, { disabledAt: new Date() }, by);
  if (changed !== "done") return changed;
  if (by) await audit("user-disabled", { userId, actorId: by.id, ip: by.ip });
  return changed;
}

/** Allows sign-in again. End the user's sessions first: sessions that disabling could not end would be valid again. */
export async function enableUser(userId: string, by?: Actor): Promise<Changed> {
  const changed = await change(userId, { disabledAt: null }, by);
  if (changed === "done" && by) await audit("user-enabled", { userId, actorId: by.id, ip: by.ip });
  return changed;
}

function change(
  id: string,
  data: { role: Role } | { disabledAt: Date | null },
  by?: Actor,
): Promise<Changed> {
  return askDatabase(({ prisma }) =>
    prisma.$transaction(async (transaction) => {
      if (by && by.id !== id) {
        // Both rows are locked together. If two admins demote each other, the second is no longer an admin, and one is left.
        const admins = await transaction.$queryRaw<{ id: string }[]>`
          SELECT id FROM "User" WHERE id IN (${by.id}, ${id}) AND role = 'admin'
          AND "disabledAt" IS NULL ORDER BY id FOR NO KEY UPDATE`;
        if (!admins.some((admin) => admin.id === by.id)) return "not-admin";
      }
      const { count } = await transaction.user.updateMany({ where: { id }, data });
      return count === 1 ? "done" : "gone";
    }),
  );
}
