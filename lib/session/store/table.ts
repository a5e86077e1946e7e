// The Session table of Postgres.
import "server-only";
import { Prisma } from "@/generated/prisma/client";
import { askDatabase, type Database } from "../../database/client";
import { queryPrepared } from "../../database/prepared";
import { SignInRefused } from "../../errors";
import type { SessionTimes } from "../policy";
import type { Role } from "../strategy";
import type { EndedSession, SessionKey, SessionStore, WhichSessions } from "./types";

/** Session and user in one statement. Each request sends it, so it is plain SQL: Prisma costs twice as much. */
const find = (column: string, more = "") => `
  SELECT s.id, s."authTime", s."updatedAt" AS "renewedAt", s.expires, s.short, s.method,
         u.id AS "userId", u.email, u.name, u.role ${more}
  FROM "Session" s JOIN "User" u ON u.id = s."userId"
  WHERE ${column} = $1 AND u."disabledAt" IS NULL`;
const FIND_BY_TOKEN = find(`s."sessionToken"`);
const FIND_BY_ID = find("s.id", `, s."sessionToken" AS "tokenHash"`);

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
        // Sign-ins of one user run one after the other, and not while the user is being disabled.
        const user = await transaction.$queryRaw<unknown[]>`
          SELECT id FROM "User" WHERE id = ${userId} AND "disabledAt" IS NULL FOR NO KEY UPDATE`;
        if (user.length === 0) throw new SignInRefused("disabled");
        if (passwordSetAt !== undefined) await requirePassword(transaction, userId, passwordSetAt);
        const replaced = replaces ? await remove(transaction, toWhere(replaces)) : [];
        await before?.((text, values) => transaction.$queryRawUnsafe(text, ...values), replaced);
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
        const evicted = await remove(
          transaction,
          Prisma.sql`id IN (
            SELECT id FROM "Session"
            WHERE "userId" = ${userId} AND id <> ${row.id} AND expires > ${new Date(row.authTime)}
            ORDER BY "authTime" DESC, "createdAt" DESC, id OFFSET ${limit - 1})`,
        );
        return { replaced, evicted };
      }, TRANSACTION),
    ),

  find: (key) =>
    askDatabase(async ({ pool }) => {
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

  remove: (which) => askDatabase(({ prisma }) => remove(prisma, toWhere(which))),

  async userChanged() {}, // each `find` reads the user from the database
};

/** The hashes of all of a user's sessions, for the store that keeps copies of them. */
export const tokenHashes = (userId: string): Promise<string[]> =>
  askDatabase(async ({ prisma }) => {
    const where = { userId };
    const rows = await prisma.session.findMany({ where, select: { sessionToken: true } });
    return rows.map(({ sessionToken }) => sessionToken);
  });

type Client = Pick<Database["prisma"], "$queryRaw">;

function remove(client: Client, where: Prisma.Sql): Promise<EndedSession[]> {
  return client.$queryRaw`
    DELETE FROM "Session" WHERE ${where} RETURNING id, "userId", "sessionToken" AS "tokenHash"`;
}

/**
 * Locks the row until the transaction ends. A change of the user either came before and is seen here, or comes after and
 * then finds the new session among those to end.
 */
async function requirePassword(client: Client, userId: string, setAt: number): Promise<void> {
  const found = await client.$queryRaw<unknown[]>`
    SELECT 1 FROM "Password" WHERE "userId" = ${userId} AND "updatedAt" = ${new Date(setAt)} FOR SHARE`;
  if (found.length === 0) throw new SignInRefused("password changed meanwhile");
}

function toWhere(which: WhichSessions | SessionKey): Prisma.Sql {
  if ("tokenHash" in which) return Prisma.sql`"sessionToken" = ${which.tokenHash}`;
  if (!("userId" in which)) return Prisma.sql`id = ${which.id}`;
  const { userId } = which;
  if ("id" in which) return Prisma.sql`id = ${which.id} AND "userId" = ${userId}`;
  return Prisma.sql`"userId" = ${userId} AND id IS DISTINCT FROM ${which.exceptId ?? null}`;
}

function toTimes(row: { authTime: Date; renewedAt: Date; expires: Date }): SessionTimes {
  return {
    authTime: row.authTime.getTime(),
    renewedAt: row.renewedAt.getTime(),
    expires: row.expires.getTime(),
  };
}
