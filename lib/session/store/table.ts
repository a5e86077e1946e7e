// The Session table of Postgres.
import "server-only";
import { askDatabase, askPool } from "../../database/client";
import { queryPrepared } from "../../database/prepared";
import { SignInRefused } from "../../errors";
import type { SessionTimes } from "../policy";
import type { Role } from "../strategy";
import type { EndedSession, Run, SessionKey, SessionStore, WhichSessions } from "./types";

/** Session and user in one statement. Each request sends it, so it is plain SQL: Prisma costs twice as much. */
const find = (column: string, more = "") => `
  SELECT s.id, s."authTime", s."updatedAt" AS "renewedAt", s.expires, s.short, s.method,
         u.id AS "userId", u.email, u.name, u.role ${more}
  FROM "Session" s JOIN "User" u ON u.id = s."userId"
  WHERE ${column} = $1 AND u."disabledAt" IS NULL`;
const FIND_BY_TOKEN = find(`s."sessionToken"`);
const FIND_BY_ID = find("s.id", `, s."sessionToken" AS "tokenHash"`);

const LOCK_USER = `
  SELECT id FROM "User" WHERE id = $1 AND "disabledAt" IS NULL FOR NO KEY UPDATE`;
const LOCK_PASSWORD = `
  SELECT 1 FROM "Password" WHERE "userId" = $1 AND "updatedAt" = $2 FOR SHARE`;
/** A user's sessions but the new one ($2), oldest last, after as many as the limit leaves room for. */
const ABOVE_LIMIT = `id IN (
  SELECT id FROM "Session" WHERE "userId" = $1 AND id <> $2 AND expires > $3
  ORDER BY "authTime" DESC, "createdAt" DESC, id OFFSET $4)`;

interface FoundRow {
  id: string;
  /** Absent if the row was searched by it. */
  tokenHash?: string;
  authTime: Date;
  renewedAt: Date;
  expires: Date;
  short: boolean;
  method: string | null;
  userId: string;
  email: string | null;
  name: string | null;
  role: Role;
}

/** Milliseconds. A user is waiting for the sign-in. */
const TRANSACTION = { maxWait: 5_000, timeout: 5_000 };

export const sessionTable: SessionStore = {
  insert: ({ userId, ...row }, { replaces, limit, passwordSetAt, before } = {}) =>
    askDatabase(({ prisma }) =>
      prisma.$transaction(async (transaction) => {
        const run: Run = (text, values) => transaction.$queryRawUnsafe(text, ...values);
        // Sign-ins of one user run one after the other, and not while the user is being disabled.
        const user = await run(LOCK_USER, [userId]);
        if (user.length === 0) throw new SignInRefused("disabled");
        if (passwordSetAt !== undefined) await requirePassword(run, userId, passwordSetAt);
        const replaced = replaces ? await remove(run, ...toWhere(replaces)) : [];
        await before?.(run, replaced);
        await transaction.session.create({
          data: {
            id: row.id,
            sessionToken: row.tokenHash,
            userId,
            authTime: new Date(row.authTime),
            updatedAt: new Date(row.renewedAt),
            expires: new Date(row.expires),
            short: row.short ?? false,
            method: row.method,
            ip: row.ip,
            userAgent: row.userAgent,
          },
          select: { id: true },
        });
        if (!limit) return { replaced, evicted: [] };
        const authTime = new Date(row.authTime);
        const evicted = await remove(run, ABOVE_LIMIT, [userId, row.id, authTime, limit - 1]);
        return { replaced, evicted };
      }, TRANSACTION),
    ),

  find: (key) =>
    askPool(async (pool) => {
      const [text, value] = "id" in key ? [FIND_BY_ID, key.id] : [FIND_BY_TOKEN, key.tokenHash];
      const [row] = await queryPrepared<FoundRow>(pool, text, [value]);
      if (!row) return null;
      const { id, tokenHash = value, userId, email, name, role } = row;
      return {
        ...{ id, tokenHash, user: { id: userId, email, name, role }, ...toTimes(row) },
        ...(row.short && { short: true }),
        ...(row.method && { method: row.method }),
      };
    }),

  extend: ({ id, renewedAt }, now, expires) =>
    askDatabase(async ({ prisma }) => {
      await prisma.session.updateMany({
        where: { id, updatedAt: new Date(renewedAt) },
        data: { updatedAt: new Date(now), expires: new Date(expires) },
      });
    }),

  rotate: (id, { from, to }, now, expires) =>
    askDatabase(async ({ prisma }) => {
      const { count } = await prisma.session.updateMany({
        where: { id, sessionToken: from },
        data: { sessionToken: to, updatedAt: new Date(now), expires: new Date(expires) },
      });
      return count === 1;
    }),

  list: (userId, now, { after, before, id, take }) =>
    askDatabase(async ({ prisma }) => {
      const authTime = before && new Date(before.authTime);
      const rows = await prisma.session.findMany({
        where: {
          ...{ userId, id },
          expires: { gt: new Date(now) },
          authTime: { gt: new Date(after.authTime) },
          updatedAt: { gt: new Date(after.renewedAt) },
          NOT: { short: true, authTime: { lte: new Date(after.shortAuthTime) } },
          ...(before && {
            OR: [{ authTime: { lt: authTime } }, { authTime, id: { lt: before.id } }],
          }),
        },
        orderBy: [{ authTime: "desc" }, { id: "desc" }],
        take,
        select: {
          id: true,
          authTime: true,
          updatedAt: true,
          expires: true,
          ip: true,
          userAgent: true,
        },
      });
      return rows.map(({ id, ip, userAgent, updatedAt: renewedAt, ...times }) => ({
        ...{ id, ip, userAgent },
        ...toTimes({ ...times, renewedAt }),
      }));
    }),

  remove: (which) =>
    askPool((pool) => {
      const run: Run = async (text, values) => (await pool.query(text, values)).rows;
      return remove(run, ...toWhere(which));
    }),

  async userChanged() {}, // each `find` reads the user from the database
};

/** The hashes of all of a user's sessions, for the store that keeps copies of them. */
export const tokenHashes = (userId: string): Promise<string[]> =>
  askDatabase(async ({ prisma }) => {
    const where = { userId };
    const rows = await prisma.session.findMany({ where, select: { sessionToken: true } });
    return rows.map(({ sessionToken }) => sessionToken);
  });

const remove = (run: Run, where: string, values: unknown[]): Promise<EndedSession[]> =>
  run(
    `DELETE FROM "Session" WHERE ${where} RETURNING id, "userId", "sessionToken" AS "tokenHash"`,
    values,
  );

/**
 * Locks the row until the transaction ends. A change of the user either came before and is seen here, or comes after and
 * then finds the new session among those to end.
 */
async function requirePassword(run: Run, userId: string, setAt: number): Promise<void> {
  const found = await run(LOCK_PASSWORD, [userId, new Date(setAt)]);
  if (found.length === 0) throw new SignInRefused("password changed meanwhile");
}

function toWhere(which: WhichSessions | SessionKey): [where: string, values: unknown[]] {
  if ("tokenHash" in which) return [`"sessionToken" = $1`, [which.tokenHash]];
  if (!("userId" in which)) return ["id = $1", [which.id]];
  const { userId } = which;
  if ("id" in which) return [`id = $1 AND "userId" = $2`, [which.id, userId]];
  return [`"userId" = $1 AND id IS DISTINCT FROM $2`, [userId, which.exceptId ?? null]];
}

function toTimes(row: { authTime: Date; renewedAt: Date; expires: Date }): SessionTimes {
  return {
    authTime: row.authTime.getTime(),
    renewedAt: row.renewedAt.getTime(),
    expires: row.expires.getTime(),
  };
}
