// Users with sessions of a stock Auth.js app (next-auth 5): AUTH_STRATEGY_ALSO=authjs-jwt,authjs-database.
import { randomUUID } from "node:crypto";
import { encode } from "next-auth/jwt";
import { describe, expect, test } from "vitest";
import type { SessionUser } from "@/lib/session/strategy";
import { createClock, DAY, SECOND } from "../support/clock";
import { addUser, sql } from "../support/database";
import { createApp, createBrowser } from "../support/move";
import { garbage, policy, secrets } from "../support/sessions";
import { everyStrategy } from "../support/strategies";

const also = ["authjs-jwt", "authjs-database"] as const;
const NAME = "authjs.session-token";
const pastGrace = (policy.reuseGrace + 1) * SECOND;

// Stock Auth.js uses the real clock for its JWTs.
const now = () => createClock(Date.now() + SECOND);

const rowsOf = (userId: string) =>
  sql<{ id: string; sessionToken: string }>(
    `SELECT id, "sessionToken" FROM "Session" WHERE "userId" = $1`,
    [userId],
  );

interface Stock {
  salt?: string;
  secret?: string;
  maxAge?: number;
  token?: Record<string, unknown>;
}

/** As a stock app encrypts it. */
const stockJwt = (
  user: SessionUser,
  { salt = NAME, secret = `${secrets[0]}`, maxAge = 3600, token = {} }: Stock = {},
) =>
  encode({
    token: { sub: user.id, name: user.name, email: user.email, ...token },
    secret,
    salt,
    maxAge,
  });

/** As PrismaAdapter stores it: the token is not hashed. */
async function stockRow(user: SessionUser, { expires = Date.now() + 30 * DAY } = {}) {
  const token = randomUUID();
  await sql(
    `INSERT INTO "Session" (id, "sessionToken", "userId", expires, "authTime", "updatedAt")
     VALUES ($1, $2, $3, $4, now(), now())`,
    [`cm${randomUUID()}`, token, user.id, new Date(expires)],
  );
  return token;
}

const arriving = (cookie: string) => {
  const browser = createBrowser();
  for (const [n, part] of (cookie.match(/.{1,3000}/g) ?? []).entries())
    browser.jar.set(cookie.length > 3000 ? `${NAME}.${n}` : NAME, part);
  return browser;
};
const left = ({ jar }: ReturnType<typeof createBrowser>) =>
  [...jar.keys()].filter((name) => name.startsWith(NAME));

describe.each(everyStrategy)("to %s", (to) => {
  const createNew = () => createApp(to, [...also], { clock: now() });

  test.each([
    ["a JWT", (user: SessionUser) => stockJwt(user)],
    [
      "a JWT that was set over https",
      (user: SessionUser) => stockJwt(user, { salt: `__Secure-${NAME}` }),
    ],
    [
      "a JWT in chunks",
      (user: SessionUser) => stockJwt(user, { token: { picture: "x".repeat(5000) } }),
    ],
    ["a row", (user: SessionUser) => stockRow(user)],
  ])("%s of a stock app is exchanged, once", async (_what, create) => {
    const app = createNew();
    const user = await addUser({ role: "admin" });
    const cookie = await create(user);
    const browsers = Array.from({ length: 20 }, () => arriving(cookie));
    const answers = await Promise.all(browsers.map((browser) => app.visit(browser)));
    const ids = new Set(answers.map(({ session }) => session?.id));
    expect(ids.size).toBe(1);
    expect(answers[0]).toMatchObject({ under: to, session: { user } });
    expect(browsers.flatMap(left), "the old cookies are gone").toEqual([]);
    const rows = await rowsOf(user.id);
    expect(rows).toHaveLength(app.strategy.records ? 1 : 0);
    for (const { sessionToken } of rows) expect(cookie).not.toContain(sessionToken);
    expect(app.told).toEqual(["moved"]);

    app.clock.pass(pastGrace);
    expect((await app.visit(arriving(cookie))).session, "a copy").toBeNull();
    expect(await rowsOf(user.id)).toEqual([]);
  });

  test("a deleted or disabled user is not signed in", async () => {
    const app = createNew();
    for (const change of [
      `DELETE FROM "User" WHERE id = $1`,
      `UPDATE "User" SET "disabledAt" = now() WHERE id = $1`,
    ]) {
      const user = await addUser();
      const cookies = [await stockJwt(user), await stockRow(user)];
      await sql(change, [user.id]);
      for (const cookie of cookies) expect((await app.visit(arriving(cookie))).session).toBeNull();
    }
  });

  test("a session that has expired, or has another secret or purpose, is refused", async () => {
    const app = createNew();
    const user = await addUser();
    const cookies = [
      await stockJwt(user, { maxAge: -3600 }),
      await stockJwt(user, { secret: "another secret for tests and of no use" }),
      await stockJwt(user, { salt: "authjs.csrf-token" }),
      await stockRow(user, { expires: Date.now() - SECOND }),
      randomUUID(),
    ];
    for (const cookie of cookies) expect((await app.visit(arriving(cookie))).session).toBeNull();
    expect(app.told).toEqual([]);
  });

  test.each(garbage)("%s is refused", async (_what, cookie) => {
    const browser = createBrowser();
    browser.jar.set(NAME, cookie);
    expect((await createNew().visit(browser)).session).toBeNull();
  });

  test("the hash of one of our own tokens gives no access", async () => {
    const app = createNew();
    const user = await addUser();
    await app.strategy.create(user);
    for (const { sessionToken } of await rowsOf(user.id))
      expect((await app.visit(arriving(sessionToken))).session).toBeNull();
  });
});
