// Tokens for other services: who gets one, and that a service accepts it with only the public keys.
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from "jose";
import { AUDIENCES } from "../support/e2e-app";
import type { Client } from "../support/e2e-client";
import { expect, test } from "../support/e2e-test";
import { startExampleService } from "../support/example-service";

const [audience, otherAudience] = AUDIENCES;
const KEYS = "/.well-known/jwks.json";

const ask = (client: Client, body: unknown = { audience }, headers: Record<string, string> = {}) =>
  client.post("/api/token", JSON.stringify(body), {
    "content-type": "application/json",
    ...headers,
  });

async function getToken(client: Client, wanted: string = audience): Promise<string> {
  const answer = await ask(client, { audience: wanted });
  expect(answer.status, answer.text).toBe(200);
  return (answer.json() as { token: string }).token;
}

test("a signed-in user gets a token for five minutes, which the published keys verify", async ({
  newClient,
  user,
  appUrl,
}) => {
  const client = newClient();
  await client.signIn(user);
  const before = Math.floor(Date.now() / 1000);
  const answer = await ask(client);
  expect(answer.status).toBe(200);
  expect(answer.json()).toEqual({ token: expect.any(String), expiresIn: 300 });
  expect(answer.headers.get("cache-control")).toBe("private, no-store");
  expect(answer.setCookies.size).toBe(0);

  const { token } = answer.json() as { token: string };
  const keys = (await newClient().get(KEYS)).json() as Parameters<typeof createLocalJWKSet>[0];
  const { payload } = await jwtVerify(token, createLocalJWKSet(keys), {
    algorithms: ["EdDSA"],
    typ: "at+jwt",
    issuer: appUrl,
    audience,
  });
  expect(payload).toMatchObject({ sub: user.id, client_id: appUrl });
  expect(payload.exp).toBe((payload.iat ?? 0) + 300);
  expect(payload.iat).toBeGreaterThanOrEqual(before);
  expect(JSON.stringify(payload), "no more than it takes").not.toContain(user.email);
});

test("a guest gets no token and no cookie", async ({ newClient }) => {
  for (const body of [{ audience }, { audience: "https://evil.example" }, "nonsense"]) {
    const answer = await ask(newClient(), body);
    expect(answer.status).toBe(401);
    expect(answer.json()).toMatchObject({ error: "unauthenticated" });
    expect(answer.setCookies.size).toBe(0);
  }
  const forged = newClient();
  forged.cookies.set("jwt.session-token", "forged").set("database.session-token", "x".repeat(43));
  expect((await ask(forged)).status).toBe(401);
});

test("an invalid audience is refused with a reason", async ({ newClient, user }) => {
  const client = newClient();
  await client.signIn(user);
  for (const body of [
    { audience: "https://evil.example" },
    { audience: `${audience}/` },
    { audience: AUDIENCES.join(",") },
    { audience: [audience] },
    { audience: { toString: audience } },
    { audience: null },
    { audience: "" },
    {},
    [],
    null,
    "text",
  ]) {
    const answer = await ask(client, body);
    expect(answer.status, JSON.stringify(body)).toBe(400);
    expect(answer.json()).toEqual({
      error: "bad audience",
      message: expect.stringMatching(/audience .+ → /),
    });
  }
  for (const text of ["", "{", "\0", `{"audience":`, `audience=${audience}`]) {
    const answer = await client.post("/api/token", text, { "content-type": "application/json" });
    expect(answer.status, text).toBe(400);
  }
  expect((await client.get("/api/token")).status, "GET").toBe(405);
});

test("a page of another site gets no token", async ({ newClient, user, appUrl }) => {
  const client = newClient();
  await client.signIn(user);
  for (const origin of ["https://evil.example", "null", `${appUrl}.evil.example`, "nonsense"]) {
    const answer = await ask(client, { audience }, { origin });
    expect(answer.status, origin).toBe(403);
    expect(answer.json()).toEqual({ error: "forbidden" });
    expect(answer.headers.get("access-control-allow-origin")).toBeNull();
  }
  expect((await ask(client, { audience }, { origin: appUrl })).status).toBe(200);
});

test("the issuer does not come from an untrusted Host header", async ({ newClient, user }) => {
  const client = newClient();
  await client.signIn(user);
  const answer = await ask(client, { audience }, { "x-forwarded-host": "evil.example" });
  expect(answer.status).toBe(400);
  expect(answer.json()).toEqual({
    error: "untrusted host",
    message: expect.stringContaining("AUTH_URL"),
  });
});

test("a user without a valid session or a deleted user gets no token", async ({
  newClient,
  user,
  database,
  trait,
  stored,
}) => {
  const client = newClient();
  await client.signIn(user);
  await stored.endAll(user);
  expect((await ask(client)).status).toBe(trait.canEnd ? 401 : 200);

  const again = newClient();
  await again.signIn(user);
  expect((await ask(again)).status).toBe(200);
  await database.sql(`DELETE FROM "User" WHERE id = $1`, [user.id]);
  expect((await ask(again)).status, "also where the cookie is still believed").toBe(401);
});

test("the keys are public and may be cached for some minutes", async ({ newClient, user }) => {
  const client = newClient();
  await client.signIn(user);
  for (const asker of [newClient(), client]) {
    const answer = await asker.get(KEYS);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toContain("json");
    expect(answer.headers.get("cache-control")).toBe("public, max-age=300");
    expect(answer.headers.get("content-security-policy"), "middleware.ts keeps out").toBeNull();
    expect(answer.setCookies.size, "a cached answer must not carry anyone's cookie").toBe(0);
    const { keys } = answer.json() as { keys: Record<string, string>[] };
    expect(keys).toHaveLength(1);
    expect(Object.keys(keys[0] ?? {}).sort()).toEqual(["alg", "crv", "kid", "kty", "use", "x"]);
    expect(keys[0]?.kid).toBe(decodeProtectedHeader(await getToken(client)).kid);
  }
});

test("the example service identifies the user by the token", async ({
  newClient,
  user,
  appUrl,
}) => {
  const client = newClient();
  await client.signIn(user);
  const service = await startExampleService({ ISSUER: appUrl, AUDIENCE: audience });
  const token = await getToken(client);
  expect(await service.call(token)).toMatchObject({ status: 200, body: { user: user.id } });
  expect((await service.call({ headers: {} })).status).toBe(401);

  const elsewhere = await getToken(client, otherAudience);
  expect(decodeJwt(elsewhere).aud).toBe(otherAudience);
  expect((await service.call(elsewhere)).body.reason).toMatch(/"aud"/);

  const [header, claims, signature] = token.split(".");
  const forged = { ...decodeJwt(token), sub: "someone else" };
  const changed = Buffer.from(JSON.stringify(forged)).toString("base64url");
  expect((await service.call([header, changed, signature].join("."))).status).toBe(401);
  expect((await service.call([header, claims, ""].join("."))).status).toBe(401);

  await client.post("/sign-out", {});
  expect((await ask(client)).status, "signed out").toBe(401);
  expect((await service.call(token)).status, "what is out is believed until it ends").toBe(200);
  await service.stop();
});

test("the session cookie is not accepted as a token, and a token not as a session", async ({
  newClient,
  user,
  appUrl,
  trait,
}) => {
  const client = newClient();
  await client.signIn(user);
  const token = await getToken(client);
  const service = await startExampleService({ ISSUER: appUrl, AUDIENCE: audience });
  expect((await service.call(client.cookies.get(trait.cookie) ?? "")).status).toBe(401);
  await service.stop();

  const other = newClient({ authorization: `Bearer ${token}` });
  expect((await other.get("/api/me")).status).toBe(401);
  other.cookies.set(trait.cookie, token);
  expect((await other.get("/api/me")).status).toBe(401);
});
