// The Session table. It is loaded at the first call, so a strategy that asks no store loads neither Prisma nor a driver.
// Redis is in front of it if REDIS_URL is set.
import "server-only";
import { env } from "../../env";
import type { SessionStore } from "./types";

let loaded: SessionStore | undefined;
let loading: Promise<SessionStore> | undefined;

async function load(): Promise<SessionStore> {
  const { sessionTable, tokenHashes } = await import("./table");
  if (!env.REDIS_URL) return sessionTable;
  const { cachedSessionStore } = await import("@/features/redis/cached-store");
  const { getRedis } = await import("@/features/redis/client");
  return cachedSessionStore(sessionTable, getRedis(), tokenHashes);
}

async function ask<T>(work: (store: SessionStore) => Promise<T>): Promise<T> {
  if (loaded) return work(loaded);
  loading ??= load();
  loaded = await loading;
  return work(loaded);
}

export const sessionStore: SessionStore = {
  insert: (...parts) => ask((store) => store.insert(...parts)),
  find: (...parts) => ask((store) => store.find(...parts)),
  extend: (...parts) => ask((store) => store.extend(...parts)),
  rotate: (...parts) => ask((store) => store.rotate(...parts)),
  list: (...parts) => ask((store) => store.list(...parts)),
  remove: (...parts) => ask((store) => store.remove(...parts)),
  userChanged: (...parts) => ask((store) => store.userChanged(...parts)),
};
