// A stock Auth.js app (tests/support/stock-authjs: next-auth, PrismaAdapter) with signed-in users is replaced by this
// app as described in docs/migrate.md, including its SQL. Nobody has to sign in again.
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { beforeAll, describe, expect, test } from "vitest";
import { runNode, startNode } from "../../scripts/lib/run.mjs";
import { atEnd } from "../support/at-end";
import { createDatabase } from "../support/databases";
import { AUTH_SECRET } from "../support/e2e-app";
import { type Client, createClient } from "../support/e2e-client";
import { freePort } from "../support/free-port";
import { migrate } from "../support/migrate";
import { passProvider, startOidcProvider } from "../support/oidc";
import { isOk, startImage } from "../support/standalone";

const STOCK = "tests/support/stock-authjs";
const COOKIE = "authjs.session-token";

/** What such apps add to the tables of Auth.js. This app has an enum with that name, too. */
const OWN = `
  CREATE TYPE "Role" AS ENUM ('USER', 'ADMIN');
  ALTER TABLE "User" ADD role "Role" NOT NULL DEFAULT 'USER';
  CREATE TYPE "Kind" AS ENUM ('NEWS');
  CREATE TABLE "Post" (id TEXT PRIMARY KEY, kind "Kind" NOT NULL DEFAULT 'NEWS',
    "authorId" TEXT NOT NULL REFERENCES "User" (id) ON DELETE CASCADE);
  CREATE VIEW "News" AS SELECT id FROM "Post" WHERE kind = 'NEWS';
  CREATE TABLE "_prisma_migrations" (id TEXT PRIMARY KEY)`;

beforeAll(async () => {
  await runNode("prisma generate", [
    "node_modules/prisma/build/index.js",
    ...["generate", "--schema", `${STOCK}/schema.prisma`],
  ]);
  await runNode("next build", ["node_modules/next/dist/bin/next", "build", STOCK]);
}, 1_200_000);

/** The SQL of docs/migrate.md, in its order: before the migrations, and after them. */
async function readSteps(): Promise<[string, string]> {
  const text = await readFile("docs/migrate.md", "utf8");
  const blocks = [...text.matchAll(/```sql\n(.*?)```/gs)].map(([, sql]) => sql ?? "");
  const [before, after, ...more] = blocks;
  if (!before || !after || more.length > 0) throw new Error("docs/migrate.md has other SQL");
  return [before, after];
}

/** The stock app on a database of its own. */
async function startStock(strategy: "jwt" | "database") {
  const databaseUrl = await createDatabase({
    sql: (await readFile(`${STOCK}/migration.sql`, "utf8")) + OWN,
  });
  const database = new pg.Pool({ connectionString: databaseUrl, max: 2 });
  database.on("error", () => {});
  const provider = await startOidcProvider();
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const app = startNode(["node_modules/next/dist/bin/next", "start", STOCK, "-p", `${port}`], {
    env: {
      ...provider.env,
      AUTH_SECRET,
      AUTH_TRUST_HOST: "true",
      DATABASE_URL: databaseUrl,
      SESSION_STRATEGY: strategy,
    },
  });
  let output = "";
  for (const stream of [app.stdout, app.stderr])
    stream?.on("data", (data) => {
      output += data;
    });
  atEnd(async () => {
    app.kill();
    await Promise.all([app.exited, provider.stop(), database.end()]);
  });
  while (!(await isOk(url))) {
    if (app.exitCode !== null) throw new Error(`The stock app has ended:\n${output}`);
    await sleep(50);
  }
  return { url, databaseUrl, database, app, oidc: provider.env };
}

/** Signs in through the provider, in the stock app or in this one. */
async function signIn(client: Client, url: string, login: string): Promise<void> {
  const { csrfToken } = (await client.get("/api/auth/csrf")).json() as { csrfToken: string };
  const asJson = { "x-auth-return-redirect": "1", origin: url };
  const start = await client.post("/api/auth/signin/oidc", { csrfToken }, asJson);
  const { url: there } = start.json() as { url: string };
  const back = await passProvider(there, login, `${url}/api/auth/callback/oidc`);
  const answer = await client.get(back.slice(url.length));
  expect(answer.status).toBe(302);
  expect(answer.headers.get("location")).not.toContain("error");
}

/** The redirect URIs that the provider allows. */
const onLocalhost = ({ port }: { port: number }) => `http://localhost:${port}`;

const at = (url: string, { cookies }: Client) => {
  const client = createClient(url);
  for (const [name, value] of cookies) client.cookies.set(name, value);
  return client;
};

const stockNames = ({ cookies }: Client) =>
  [...cookies.keys()].filter((name) => name.startsWith(COOKIE));

describe.each(["jwt", "database"] as const)("a stock app with sessions as %s", (strategy) => {
  let stock: Awaited<ReturnType<typeof startStock>>;
  let signedIn: { client: Client; login: string; email: string }[];
  const take = () => {
    const next = signedIn.pop();
    if (!next) throw new Error("Sign in more people");
    return next;
  };

  // In the order of docs/migrate.md.
  beforeAll(async () => {
    stock = await startStock(strategy);
    signedIn = [];
    for (let n = 0; n < 9; n++) {
      const client = createClient(stock.url);
      const login = `stock-${strategy}-${n}`;
      await signIn(client, stock.url, login);
      const { text } = await client.get("/");
      const email = `${login}@provider.example`;
      expect(text).toContain(email);
      signedIn.push({ client, login, email });
    }
    const { rows } = await stock.database.query(`SELECT 1 FROM "Session"`);
    expect(rows).toHaveLength(strategy === "database" ? signedIn.length : 0);
    stock.app.kill();
    await stock.app.exited;
    // Stock Auth.js keeps addresses as providers write them.
    await stock.database.query(`UPDATE "User" SET email = upper(email)`);
    await stock.database.query(`INSERT INTO "Post" (id, "authorId") SELECT id, id FROM "User"`);
    const [before, after] = await readSteps();
    await stock.database.query(before);
    await migrate(stock.databaseUrl);
    await stock.database.query(after);
  }, 600_000);

  test("the old app's own tables are kept, and refer to the new users", async () => {
    const { rows } = await stock.database.query(
      `SELECT confrelid::regclass::text AS users FROM pg_constraint WHERE conrelid = '"Post"'::regclass AND contype = 'f'`,
    );
    expect(rows).toEqual([{ users: '"User"' }]);
    const posts = `SELECT FROM "News" JOIN "User" USING (id) JOIN "Post" USING (id) WHERE "Post".kind = 'NEWS'::"Kind"`;
    expect((await stock.database.query(posts)).rows).toHaveLength(9);
  });

  const startNew = (running: string, also = "authjs-jwt,authjs-database") =>
    startImage({
      AUTH_SECRET,
      AUTH_STRATEGY: running,
      AUTH_STRATEGY_ALSO: also,
      AUTH_TRUST_HOST: "true",
      DATABASE_URL: stock.databaseUrl,
      ...stock.oidc,
    });

  test.each(["jwt", "database", "hybrid", "denylist"])(
    "%s takes over, and nobody signs in again",
    async (running) => {
      const { url } = await startNew(running);
      const [visitor, script] = [take(), take()];

      const page = at(url, visitor.client);
      const trip = (await page.get("/account")).headers.get("location") ?? "";
      expect(trip).toContain("/api/session/refresh?next=%2Faccount");
      await page.get(new URL(trip, url).href.slice(url.length));
      expect((await page.get("/account")).text).toContain(visitor.email);
      expect(stockNames(page), "the old cookies are gone").toEqual([]);

      const client = at(url, script.client);
      const me = await client.get("/api/me");
      expect(me.json()).toMatchObject({ strategy: running, user: { email: script.email } });
      expect(stockNames(client)).toEqual([]);
      const { id } = (me.json() as { user: { id: string } }).user;

      const { rows } = await stock.database.query(
        `SELECT "sessionToken" FROM "Session" WHERE "userId" = $1`,
        [id],
      );
      expect(rows).toHaveLength(["database", "hybrid"].includes(running) ? 1 : 0);
      for (const { sessionToken } of rows) expect(sessionToken).toMatch(/^[0-9a-f]{64}$/);

      await client.post("/sign-out", {}, { origin: url });
      expect((await client.get("/api/me")).status).toBe(401);
      expect((await at(url, script.client).get("/api/me")).status, "a copy").toBe(401);
    },
  );

  test("after a sign-in and sign-out in the new app, the old cookie is refused", async () => {
    const { client, login, email } = take();
    const without = await startNew("database", "");
    const browser = at(onLocalhost(without), client);
    expect((await browser.get("/api/me")).status).toBe(401);
    await signIn(browser, onLocalhost(without), login);
    const me = (await browser.get("/api/me")).json();
    expect(me, "the same user, by the account of before").toMatchObject({ user: { email } });
    expect(stockNames(browser)).not.toEqual([]);

    const { url } = await startNew("database");
    const here = at(url, browser);
    expect((await here.get("/api/me")).json()).toEqual(me);
    await here.post("/sign-out", {}, { origin: url });
    expect((await here.get("/api/me")).status).toBe(401);
    expect((await at(url, client).get("/api/me")).status, "a copy").toBe(401);
  });
});
