// The Session table behind the `database` strategy.
import "server-only";
import { askDatabase, getPool, getPrisma } from "../db";
import type { Role, SessionStore } from "./strategy";

/** Session and user in one statement: what a request costs. Plain SQL, because Prisma's costs twice. */
const FIND = `
  SELECT s.id, s."authTime", s."updatedAt" AS "renewedAt", s.expires, s.ip, s."userAgent",
         u.id AS "userId", u.email, u.name, u.role
  FROM "Session" s JOIN "User" u ON u.id = s."userId"
  WHERE s."sessionToken" = $1`;

interface FoundRow {
  id: string;
  authTime: Date;
  renewedAt: Date;
  expires: Date;
  ip: string | null;
  userAgent: string | null;
  userId: string;
  email: string | null;
  name: string | null;
  role: Role;
}

export const sessionStore: SessionStore = {
  insert: ({ tokenHash, userId, authTime, renewedAt, expires, ip, userAgent }) =>
    askDatabase(async () => {
      const { id } = await getPrisma().session.create({
        data: {
          sessionToken: tokenHash,
          userId,
          authTime: new Date(authTime),
          updatedAt: new Date(renewedAt),
          expires: new Date(expires),
          ip,
          userAgent,
        },
        select: { id: true },
      });
      return id;
    }),

  find: (tokenHash) =>
    askDatabase(async () => {
      const { rows } = await getPool().query<FoundRow>(FIND, [tokenHash]);
      const [row] = rows;
      if (!row) return null;
      const { userId, email, name, role, ...record } = row;
      return { ...toTimes(record), user: { id: userId, email, name, role } };
    }),

  extend: (id, renewedAt, now, expires) =>
    askDatabase(async () => {
      await getPrisma().session.updateMany({
        where: { id, updatedAt: new Date(renewedAt) },
        data: { updatedAt: new Date(now), expires: new Date(expires) },
      });
    }),

  remove: (tokenHash) =>
    askDatabase(async () => {
      await getPrisma().session.deleteMany({ where: { sessionToken: tokenHash } });
    }),

  list: (userId, now) =>
    askDatabase(async () => {
      const rows = await getPrisma().session.findMany({
        where: { userId, expires: { gt: new Date(now) } },
        orderBy: { authTime: "desc" },
        select: {
          id: true,
          authTime: true,
          updatedAt: true,
          expires: true,
          ip: true,
          userAgent: true,
        },
      });
      return rows.map(({ updatedAt, ...row }) => toTimes({ ...row, renewedAt: updatedAt }));
    }),

  removeOne: (userId, id) =>
    askDatabase(async () => {
      const { count } = await getPrisma().session.deleteMany({ where: { id, userId } });
      return count === 1;
    }),

  removeAll: (userId, exceptId) =>
    askDatabase(async () => {
      const where = { userId, id: { not: exceptId } };
      return (await getPrisma().session.deleteMany({ where })).count;
    }),
};

function toTimes<Row extends { authTime: Date; renewedAt: Date; expires: Date }>(row: Row) {
  return {
    ...row,
    authTime: row.authTime.getTime(),
    renewedAt: row.renewedAt.getTime(),
    expires: row.expires.getTime(),
  };
}
