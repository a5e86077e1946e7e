// Helpers of the session tests.
import type { SessionPolicy } from "@/lib/session/policy";
import type { SessionMarks, SessionStore } from "@/lib/session/store/types";
import type { SessionUser } from "@/lib/session/strategy";
import { DAY, SECOND } from "./clock";

export const policy: SessionPolicy = {
  maxAge: (7 * DAY) / SECOND,
  updateAge: DAY / SECOND,
  absoluteMaxAge: (30 * DAY) / SECOND,
  accessMaxAge: 15 * 60,
  reuseGrace: 10,
};

export const secrets = ["a secret for tests and of no use anywhere else"];

/** A user who is in no database. */
export const someone: SessionUser = {
  id: "someone",
  email: "someone@example.com",
  name: "Some One",
  role: "user",
};

const asked = {
  get() {
    throw new Error("the store was asked");
  },
};

/** For strategies that must answer without a store. */
export const noStores = {
  store: new Proxy({} as SessionStore, asked),
  marks: new Proxy({} as SessionMarks, asked),
};

/** Stores that accept everything and store nothing. */
export const emptyStores = {
  store: {
    insert: async () => ({ replaced: [], evicted: [] }),
    find: async () => null,
    extend: async () => {},
    rotate: async () => false,
    list: async () => [],
    remove: async () => [],
    userChanged: async () => {},
  } satisfies SessionStore,
  marks: { find: async () => new Map(), set: async () => {} } satisfies SessionMarks,
};

const header = (fields: object) => Buffer.from(JSON.stringify(fields)).toString("base64url");

/** Cookies that no strategy has issued: [description, value]. */
export const garbage: [string, string][] = [
  ["blank", " "],
  ["NUL", "\0"],
  ["NUL in something like a token", `${"x".repeat(42)}\0`],
  ["percent", "%"],
  ["a broken escape", "%E0%A4%A"],
  ["an encoded NUL", "%00"],
  ["8 KB", "A".repeat(8192)],
  ["dots", "...."],
  ["emoji", "🍪"],
  ["a lone surrogate", "\ud800"],
  ["SQL", "' OR 1=1 --"],
  ["JSON", '{"user":{"id":"1","role":"admin"}}'],
  ["a JWT with alg none", `${header({ alg: "none" })}.${header({ sub: "1", role: "admin" })}.`],
  ["a JWE of nobody", `${header({ alg: "dir", enc: "A256GCM" })}..AAAA.AAAA.AAAA`],
  ["a deleted cookie", "deleted"],
  ["a property of every object", "__proto__"],
];
