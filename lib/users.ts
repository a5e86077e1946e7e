// Users, as the app and its admins know them. Rows are read column by column: nothing else can leave this file.
import "server-only";
import { askDatabase, getPrisma } from "./db";
import { sessionStore } from "./session/store";
import type { Role, SessionRecords, SessionUser } from "./session/strategy";

/** All that a SessionUser is made of. */
export const userColumns = { id: true, email: true, name: true, role: true } as const;

/** Null also for a user who is disabled: to the app, there is no such user then. */
export async function findUser(id: string): Promise<SessionUser | null> {
  return askDatabase(() =>
    getPrisma().user.findUnique({ where: { id, disabledAt: null }, select: userColumns }),
  );
}

/** What an admin sees of a user. */
export interface UserRecord extends SessionUser {
  disabledAt: Date | null;
}

const recordColumns = { ...userColumns, disabledAt: true } as const;

/** The newest users first, disabled ones too. */
export async function listUsers(limit = 100): Promise<UserRecord[]> {
  return askDatabase(() =>
    getPrisma().user.findMany({
      select: recordColumns,
      orderBy: { createdAt: "desc" },
      take: limit,
    }),
  );
}

/** Those of these ids that are users, disabled ones too. */
export async function findUserRecords(ids: string[]): Promise<UserRecord[]> {
  // Postgres refuses text with a NUL in it: no row has such an id.
  const possible = ids.filter((id) => !id.includes("\0"));
  return askDatabase(() =>
    getPrisma().user.findMany({ select: recordColumns, where: { id: { in: possible } } }),
  );
}

/** False when there is no such user. */
export async function setRole(userId: string, role: Role): Promise<boolean> {
  const { count } = await askDatabase(() =>
    getPrisma().user.updateMany({ where: { id: userId }, data: { role } }),
  );
  await sessionStore.userChanged(userId);
  return count === 1;
}

/**
 * No sign-in and no session from now on. The mark comes first: the store makes no session of a user who
 * has it, so none slips in before the others are ended. False when there is no such user.
 */
export async function disableUser(
  userId: string,
  sessions: SessionRecords | null,
): Promise<boolean> {
  const exists = await markDisabled(userId, new Date());
  await sessions?.endAll(userId);
  return exists;
}

/** False when there is no such user. */
export async function enableUser(userId: string): Promise<boolean> {
  return markDisabled(userId, null);
}

async function markDisabled(id: string, disabledAt: Date | null): Promise<boolean> {
  const { count } = await askDatabase(() =>
    getPrisma().user.updateMany({ where: { id }, data: { disabledAt } }),
  );
  return count === 1;
}
