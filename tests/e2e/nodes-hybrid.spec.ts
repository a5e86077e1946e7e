// Two servers that validate access tokens without a store, and refresh tokens in a shared database.
import { expireIn } from "../support/e2e-access-token";
import { type Client, createClient } from "../support/e2e-client";
import { expect, me, setCookies, statusOnBoth, test } from "../support/e2e-nodes";
import { traits } from "../support/e2e-strategies";

const REFRESH = `${traits.hybrid.refreshCookie}`;

test.use({ strategy: "hybrid" });
// In one worker, which has one such site.
test.describe.configure({ mode: "default" });

const refresh = (client: Client) => client.post("/api/session/refresh", {});

test("tokens from server A are refreshed on B, and the new ones on A", async ({
  user,
  signInOnA,
}) => {
  const { onA, onB } = await signInOnA(user);
  const first = onA.cookies.get(REFRESH);
  await expireIn(onB);
  expect((await me(onB)).status).toBe(401);
  expect((await refresh(onB)).status).toBe(200);
  const second = onB.cookies.get(REFRESH);
  setCookies(onA, onB.cookies);
  expect(await statusOnBoth({ onA, onB })).toEqual([200, 200]);
  expect((await refresh(onA)).status).toBe(200);
  expect(new Set([first, second, onA.cookies.get(REFRESH)]).size).toBe(3);
});

test("ten parallel refreshes on both servers give one successor", async ({
  user,
  signInOnA,
  site,
}) => {
  const { onA } = await signInOnA(user);
  const clients = Array.from({ length: 10 }, (_, n) => {
    const client = createClient(n % 2 ? site.a.url : site.b.url);
    setCookies(client, onA.cookies);
    return client;
  });
  const answers = await Promise.all(clients.map(refresh));
  expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
  const successors = new Set(clients.map(({ cookies }) => cookies.get(REFRESH)));
  expect(successors.size).toBe(1);
  expect(successors).not.toContain(onA.cookies.get(REFRESH));
  const [onB] = clients;
  expect(onB && (await refresh(onB)).status).toBe(200);
});

test("a session that is ended on A is refused on B at the next refresh", async ({
  user,
  signInOnA,
  signInAs,
  page,
}) => {
  const { onB } = await signInOnA(user);
  await signInAs(user);
  await page.goto("/account");
  await page.getByRole("button", { name: /^End it/ }).click();
  await expect(page.getByRole("main")).toContainText("Sessions ended: 1.");
  expect((await me(onB)).status, "its access token is taken at its word").toBe(200);
  await expireIn(onB);
  expect((await refresh(onB)).status).toBe(401);
  expect((await me(onB)).status).toBe(401);
});

test("while the database is down, both servers accept access tokens, and refreshes keep the session", async ({
  user,
  signInOnA,
  postgres,
}) => {
  const { onA, onB } = await signInOnA(user);
  await postgres.refuse();
  expect(await statusOnBoth({ onA, onB })).toEqual([200, 200]);
  for (const client of [onA, onB])
    expect(await refresh(client)).toMatchObject({ status: 503, setCookies: new Map() });
  await postgres.restore();
  expect((await refresh(onB)).status).toBe(200);
  expect((await refresh(onA)).status, "with the same token, within the grace").toBe(200);
  expect(onA.cookies.get(REFRESH)).toBe(onB.cookies.get(REFRESH));
});
