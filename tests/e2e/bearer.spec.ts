// A program uses the app with tokens in the Authorization header and without cookies.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Client } from "../support/e2e-client";
import { expect, test } from "../support/e2e-test";

const JSON_TYPE = { "Content-Type": "application/json" };

async function signIn(client: Client, { email, password }: { email: string; password: string }) {
  const answer = await client.post("/api/session", JSON.stringify({ email, password }), JSON_TYPE);
  expect(answer.status).toBe(200);
  expect(answer.setCookies.size).toBe(0);
  const tokens = answer.json() as Record<string, string>;
  return { ...tokens, authorization: `Bearer ${tokens.token ?? tokens.accessToken}` };
}

test("a token is accepted by every route handler, and a cookie in the same request is ignored", async ({
  newClient,
  user,
  database,
}) => {
  const browser = newClient();
  await browser.signIn(await database.createUser());
  const { authorization } = await signIn(newClient(), user);

  const me = await browser.get("/api/me", { authorization });
  expect(me.json()).toMatchObject({ user: { id: user.id } });
  expect(me.setCookies.size).toBe(0);
  const { expires } = (await browser.get("/api/session", { authorization })).json() as {
    expires: string;
  };
  expect(Date.parse(expires)).toBeGreaterThan(Date.now());

  const bad = await browser.get("/api/me", { authorization: "Bearer nonsense" });
  expect(bad.status).toBe(401);
  expect(bad.headers.get("www-authenticate")).toBe('Bearer realm="session", error="invalid_token"');
  const none = await newClient().get("/api/me");
  expect(none.headers.get("www-authenticate")).toBe('Bearer realm="session"');
});

test("a request with a token needs no Origin check, one with a cookie does", async ({
  newClient,
  user,
}) => {
  const client = newClient();
  const { authorization } = await signIn(newClient(), user);
  const body = JSON.stringify({ audience: "https://service.example" });
  const foreign = { ...JSON_TYPE, origin: "https://evil.example" };
  expect((await client.post("/api/token", body, { ...foreign, authorization })).status).toBe(200);
  await client.signIn(user);
  expect((await client.post("/api/token", body, foreign)).status).toBe(403);
});

test("DELETE /api/session ends the session and returns how soon this is noticed", async ({
  appUrl,
  newClient,
  user,
  trait,
}) => {
  const { authorization } = await signIn(newClient(), user);
  const end = (headers: Record<string, string>) =>
    fetch(`${appUrl}/api/session`, { method: "DELETE", headers });
  expect((await end({ origin: "https://evil.example" })).status).toBe(403);
  expect((await end({})).status).toBe(401);

  const ended = await end({ authorization });
  expect(ended.status).toBe(200);
  expect(ended.headers.getSetCookie()).toEqual([]);
  const { endNoticedWithin } = await ended.json();
  expect(typeof endNoticedWithin).toBe(trait.canEnd ? "number" : "object");
  const status = trait.endNoticedWithin === 0 ? 401 : 200;
  expect((await newClient().get("/api/me", { authorization })).status).toBe(status);
});

test("the example client signs in, sends requests and signs out", async ({
  appUrl,
  user,
  strategy,
}) => {
  const { stdout } = await promisify(execFile)(process.execPath, ["examples/client/client.mjs"], {
    env: { ...process.env, APP: appUrl, EMAIL: user.email, PASSWORD: user.password },
  });
  const [first = "", second, ended] = stdout.trim().split("\n");
  expect(first).toMatch(/^200 /);
  expect(JSON.parse(first.slice(4))).toMatchObject({ user: { id: user.id }, strategy });
  expect(second).toBe(first);
  expect(ended).toMatch(/^200 \{"endNoticedWithin":/);
});
