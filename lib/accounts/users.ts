// Users, as the app and its admins know them. Rows are read column by column: nothing else can leave this file.
import "server-only";
import { type Actor, audit } from "../../features/audit/audit";
import { askDatabase } from "../database/client";
import { sessionStore } from "../session/store";
import type { Revocation, Role, SessionUser } from "../session/strategy";

/** All that a SessionUser is made of. */
export const userColumns = { id: true, email: true, name: true, role: true } as const;

/** Null also for a user who is disabled: to the app, there is no such user then. */
export async function findUser(id: string): Promise<SessionUser | null> {
  return askDatabase(({ prisma }) =>
    prisma.user.findUnique({ where: { id, disabledAt: null }, select: userColumns }),
  );
}

/** What an admin sees of a user. */
export interface UserRecord extends SessionUser {
  disabledAt: Date | null;
}

const recordColumns = { ...userColumns, disabledAt: true } as const;

/** Those whom the demo makes for an experiment are no users to an admin. */
const real = { throwAway: null } as const;

export const USERS_PAGE = 100;

/** Newest first, disabled ones too, a page at a time: `before` is the `next` of the page before. */
export async function listUsers({ before }: { before?: string } = {}) {
  const found: UserRecord[] = await askDatabase(({ prisma }) =>
    prisma.user.findMany({
      select: recordColumns,
      where: real,
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: USERS_PAGE + 1,
      ...(before && { cursor: { id: before }, skip: 1 }),
    }),
  );
  const users = found.slice(0, USERS_PAGE);
  return { users, next: found.length > USERS_PAGE ? users.at(-1)?.id : undefined };
}

/** Those of these ids that are users, disabled ones too. */
export async function findUserRecords(ids: string[]): Promise<UserRecord[]> {
  // Postgres refuses text with a NUL in it: no row has such an id.
  const possible = ids.filter((id) => !id.includes("\0"));
  return askDatabase(({ prisma }) =>
    prisma.user.findMany({ select: recordColumns, where: { id: { in: possible }, ...real } }),
  );
}

/** "not-admin": who wanted to change someone else is no admin any more. */
export type Changed = "done" | "gone" | "not-admin";

/** `by` is absent where nobody has to be held to it, as in the stories of the lab; so it is below. */
export async function setRole(userId: string, role: Role, by?: Actor): Promise<Changed> {
  const changed = await change(userId, { role }, by);
  if (changed !== "done") return changed;
  if (by) await audit("role-changed", { userId, ...by, detail: `now ${role}` });
  await sessionStore.userChanged(userId);
  return changed;
}

/**
 * No sign-in and no session from now on. The mark comes first: the store makes no session of a user who
 * has it, so none slips in before the others are ended.
 */
export async function disableUser(
  userId: string,
  revocation: Revocation | null,
  by?: Actor,
): Promise<Changed> {
  const changed = await change(userId, { disabledAt: new Date() }, by);
  if (changed !== "done") return changed;
  if (by) await audit("user-disabled", { userId, ...by });
  await revocation?.endAll(userId);
  return changed;
}

/** Ends first what is left: after the mark, disableUser may have got no answer. */
export async function enableUser(
  userId: string,
  revocation: Revocation | null,
  by?: Actor,
): Promise<Changed> {
  await revocation?.endAll(userId);
  const changed = await change(userId, { disabledAt: null }, by);
  if (changed === "done" && by) await audit("user-enabled", { userId, ...by });
  return changed;
}

function change(
  id: string,
  data: { role: Role } | { disabledAt: Date | null },
  by?: Actor,
): Promise<Changed> {
  return askDatabase(({ prisma }) =>
    prisma.$transaction(async (transaction) => {
      if (by && by.actorId !== id) {
        // Locked together: of two admins who demote each other, the second is none any more, and one is left.
        const admins = await transaction.$queryRaw<{ id: string }[]>`
          SELECT id FROM "User" WHERE id IN (${by.actorId}, ${id}) AND role = 'admin'
          AND "disabledAt" IS NULL ORDER BY id FOR NO KEY UPDATE`;
        if (!admins.some(({ id }) => id === by.actorId)) return "not-admin";
      }
      const { count } = await transaction.user.updateMany({ where: { id }, data });
      return count === 1 ? "done" : "gone";
    }),
  );
}
