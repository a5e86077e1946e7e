// The SessionMark table of Postgres. lib/accounts/cleanup.ts deletes what has expired.
import "server-only";
import { askDatabase, askPool } from "../../database/client";
import { queryPrepared } from "../../database/prepared";
import type { SessionMark, SessionMarks } from "./types";

/** Each request sends it, so it is plain SQL: Prisma costs twice as much. */
const FIND = `SELECT name, value FROM "SessionMark" WHERE "userId" = $1 AND name = ANY ($2::text[])`;

export const marksTable: SessionMarks = {
  find: (userId, names) =>
    askPool(async (pool) => {
      const rows = await queryPrepared<SessionMark>(pool, FIND, [userId, names]);
      return new Map(rows.map(({ name, value }) => [name, value]));
    }),

  set: (userId, { name, value }, _now, expires) =>
    askDatabase(async ({ prisma }) => {
      const mark = { value, expires: new Date(expires) };
      await prisma.sessionMark.upsert({
        where: { userId_name: { userId, name } },
        create: { userId, name, ...mark },
        update: mark,
        select: { name: true },
      });
    }),
};
