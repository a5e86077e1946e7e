// Marks, in Redis where REDIS_URL is set and in Postgres elsewhere. The store is loaded at the first call, as in index.ts.
import "server-only";
import { env } from "../../env";
import type { SessionMarks } from "./types";

let loading: Promise<SessionMarks> | undefined;

async function load(): Promise<SessionMarks> {
  // #region redis
  if (env.REDIS_URL) {
    const { redisMarks } = await import("@/features/redis/marks");
    const { getRedis } = await import("@/features/redis/client");
    return redisMarks(getRedis());
  }
  // #endregion
  const { marksTable } = await import("./marks-table");
  return marksTable;
}

function open(): Promise<SessionMarks> {
  loading ??= load();
  return loading;
}

export const sessionMarks: SessionMarks = {
  find: async (...parts) => (await open()).find(...parts),
  set: async (...parts) => (await open()).set(...parts),
};
