// examples/service as a process, with real requests. A test server publishes the keys instead of the app. The tokens
// are created by the app's code.
import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, type JSONWebKeySet, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createServiceTokens } from "@/features/service-tokens/service-token";
import { type ExampleService, startExampleService } from "../support/example-service";

const AUDIENCE = "https://service.example";
const tokensOf = (...secrets: string[]) => createServiceTokens({ secrets, clock: Date.now });
const tokens = tokensOf("the secret of this app, 0123456789");

/** The keys that the app publishes at the moment, or its failure. */
let published: JSONWebKeySet | "a fault" | "nonsense";
let fetched = 0;
const app = createServer(({ url }, response) => {
  fetched++;
  if (url !== "/.well-known/jwks.json" || published === "a fault")
    return response.writeHead(500).end("down");
  response.setHeader("Content-Type", "application/json");
  response.end(published === "nonsense" ? `{"keys":1}` : JSON.stringify(published));
});

let issuer: string;
let service: ExampleService;

beforeAll(async () => {
  await once(app.listen(0, "127.0.0.1"), "listening");
  issuer = `http://127.0.0.1:${(app.address() as AddressInfo).port}`;
  published = await tokens.keySet();
  service = await startExampleService({ ISSUER: issuer, AUDIENCE });
});
afterAll(async () => {
  await service.stop();
  app.close();
});

const mint = (change: Partial<Parameters<typeof tokens.mint>[0]> = {}, of = tokens) =>
  of.mint({ issuer, subject: "u1", audience: AUDIENCE, ...change });

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const decode = (part = "") => JSON.parse(Buffer.from(part, "base64url").toString());

/** The token with a header or claims of someone's own, under the old signature. */
async function changed(header: object, claims: object = {}): Promise<string> {
  const [first, second, signature] = (await mint()).split(".");
  const parts = [encode({ ...decode(first), ...header }), encode({ ...decode(second), ...claims })];
  return [...parts, signature].join(".");
}

/** Signed with the attacker's key, or with a public one. */
async function forged(header: object, key: Parameters<SignJWT["sign"]>[0], claims: object = {}) {
  const [first, second] = (await mint()).split(".");
  return new SignJWT({ ...decode(second), ...claims })
    .setProtectedHeader({ ...decode(first), ...header })
    .sign(key);
}

test("a token of the app is accepted and identifies the user", async () => {
  const { status, body, headers } = await service.call(await mint());
  expect(status).toBe(200);
  expect(body).toEqual({ service: AUDIENCE, user: "u1" });
  expect(headers.get("cache-control")).toBe("no-store");
});

test("a request without a token gets 401", async () => {
  const token = await mint();
  const attempts = [
    {},
    { authorization: token },
    { authorization: `Basic ${token}` },
    { cookie: token },
  ];
  for (const headers of attempts) {
    const { status, headers: answered } = await service.call({
      headers: headers as Record<string, string>,
    });
    expect(status).toBe(401);
    expect(answered.get("www-authenticate")).toBe("Bearer");
  }
});

describe("a token is refused", () => {
  test.each([
    ["for another service", () => mint({ audience: "https://other.example" }), /"aud"/],
    ["of another issuer", () => mint({ issuer: "https://evil.example" }), /"iss"/],
    ["for another user, by hand", () => changed({}, { sub: "u2" }), /signature/],
    ["made to last, by hand", () => changed({}, { exp: 9e9 }), /signature/],
    ["of another kind, by hand", () => changed({ typ: "JWT" }), /signature/],
    ["under a key that nobody published", () => changed({ kid: "none" }), /no applicable key/],
    ["with nonsense for a token", async () => "a.b.c", /./],
  ])("%s", async (_what, make, reason) => {
    const { status, body, headers } = await service.call(await make());
    expect(body.reason).toMatch(reason);
    expect(status).toBe(401);
    expect(headers.get("www-authenticate")).toContain("invalid_token");
    expect(body.user).toBeUndefined();
  });

  test("after five minutes", async () => {
    const clock = () => Date.now() - 301_000;
    const late = createServiceTokens({ secrets: ["the secret of this app, 0123456789"], clock });
    const { status, body } = await service.call(await mint({}, late));
    expect(status).toBe(401);
    expect(body.reason).toMatch(/"exp"/);
  });

  test("with alg none, signed or not", async () => {
    for (const alg of ["none", "None", ""]) {
      const token = await changed({ alg });
      for (const attempt of [token, `${token.split(".").slice(0, 2).join(".")}.`])
        expect((await service.call(attempt)).status, alg).toBe(401);
    }
  });

  test("with an HMAC whose secret is the public key", async () => {
    const [key] = (await tokens.keySet()).keys;
    for (const secret of [key?.x ?? "", JSON.stringify(key)]) {
      const token = await forged({ alg: "HS256" }, Buffer.from(secret.padEnd(32)));
      expect((await service.call(token)).body.reason).toMatch(/"alg"/);
    }
  });

  test("with a key in the token's header", async () => {
    const { privateKey, publicKey } = generateKeyPairSync("ed25519");
    const jwk = { ...(await exportJWK(publicKey)), kid: "theirs" };
    const before = fetched;
    const jku = `${issuer}/theirs.json`;
    for (const header of [{}, { jwk }, { jwk, kid: "theirs" }, { jku }, { jku, kid: "theirs" }])
      expect((await service.call(await forged(header, privateKey))).status).toBe(401);
    expect(fetched, "at most for an unknown kid, from the app").toBeLessThanOrEqual(before + 1);
  });
});

test("other JWTs of the app are refused as tokens", async () => {
  // As if the app signed something else with the same key: only `typ` tells them apart.
  const { createPrivateKey, hkdfSync } = await import("node:crypto");
  const seed = hkdfSync(
    "sha256",
    "the secret of this app, 0123456789",
    "",
    "service-token key",
    32,
  );
  const prefix = Buffer.from("302e020100300506032b657004220420", "hex");
  const der = Buffer.concat([prefix, Buffer.from(seed)]);
  const key = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  expect((await service.call(await forged({}, key))).status, "the same key, the right form").toBe(
    200,
  );
  for (const typ of ["JWT", "logout+jwt", undefined]) {
    const { status, body } = await service.call(await forged({ typ }, key));
    expect(status).toBe(401);
    expect(body.reason).toMatch(/"typ"/);
  }
  for (const claim of ["exp", "sub", "jti", "aud", "iss"]) {
    const { status, body } = await service.call(await forged({}, key, { [claim]: undefined }));
    expect(status, claim).toBe(401);
    expect(body.reason).toContain(`"${claim}"`);
  }
});

test("secrets can be rotated while tokens stay valid", async () => {
  const old = tokens;
  const both = tokensOf("the next secret of it, 9876543210", "the secret of this app, 0123456789");
  const next = tokensOf("the next secret of it, 9876543210");

  published = await both.keySet();
  expect((await service.call(await mint({}, old))).status, "out before the change").toBe(200);
  const started = await startExampleService({ ISSUER: issuer, AUDIENCE });
  expect((await started.call(await mint({}, old))).status, "old, both published").toBe(200);
  expect((await started.call(await mint({}, both))).status, "new, both published").toBe(200);
  await started.stop();

  published = await next.keySet();
  const later = await startExampleService({ ISSUER: issuer, AUDIENCE });
  expect((await later.call(await mint({}, next))).status, "new, alone").toBe(200);
  expect((await later.call(await mint({}, old))).status, "old, withdrawn").toBe(401);
  await later.stop();
  published = await tokens.keySet();
});

test.each(["a fault", "nonsense"] as const)(
  "when the app publishes %s, it could not check, and says that",
  async (fault) => {
    published = fault;
    const started = await startExampleService({ ISSUER: issuer, AUDIENCE });
    const { status, body, headers } = await started.call(await mint());
    expect(status).toBe(503);
    expect(body).toEqual({ service: AUDIENCE, reason: "could not check" });
    expect(headers.get("retry-after")).toBe("5");
    published = await tokens.keySet();
    expect((await started.call(await mint())).status, "and then it can").toBe(200);
    await started.stop();
  },
);

test("the service answers 'could not check' while the app is down", async () => {
  const started = await startExampleService({ ISSUER: "http://127.0.0.1:9", AUDIENCE });
  expect((await started.call(await mint())).status).toBe(503);
  await started.stop();
});
