// Logout tokens that a provider would not send, or not to this app (OpenID Connect Back-Channel Logout 1.0, 2.6).
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import {
  exportJWK,
  generateKeyPair,
  type JWTHeaderParameters,
  type JWTPayload,
  SignJWT,
} from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addUser, sql } from "../support/database";
import { importWith } from "../support/isolated";
import { revocable } from "../support/strategies";

const CLIENT = "an app at the provider";
const SECRET = "a client secret for tests of 32 characters";
const EVENTS = { "http://schemas.openid.net/event/backchannel-logout": {} };

const own = await generateKeyPair("RS256");
const other = await generateKeyPair("RS256");

let issuer = "";

const server = createServer(async (request, response) => {
  const keys = [{ ...(await exportJWK(own.publicKey)), kid: "one", alg: "RS256", use: "sig" }];
  const discovery = {
    issuer,
    jwks_uri: `${issuer}/jwks`,
    id_token_signing_alg_values_supported: ["RS256", "HS256", "none"],
  };
  response
    .setHeader("content-type", "application/json")
    .end(JSON.stringify(request.url === "/jwks" ? { keys } : discovery));
});

let answerBackChannelLogout: typeof import("@/features/provider-logout/back-channel").answerBackChannelLogout;
let setUp: typeof import("../support/strategies").setUp;

beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
  const settings = { AUTH_OIDC_ISSUER: issuer, AUTH_OIDC_ID: CLIENT, AUTH_OIDC_SECRET: SECRET };
  ({ answerBackChannelLogout, setUp } = await importWith(settings, async () => ({
    ...(await import("@/features/provider-logout/back-channel")),
    ...(await import("../support/strategies")),
  })));
});
afterAll(() => void server.close());

/** A user with two sessions from two logins at the provider. */
async function member() {
  const { strategy } = setUp(revocable[0] as (typeof revocable)[number]);
  const user = await addUser();
  const sub = randomUUID();
  const logins: { sid: string; cookie: string }[] = [];
  for (const sid of [randomUUID(), randomUUID()]) {
    const { id, cookie } = await strategy.create(user);
    await sql(
      `INSERT INTO "ProviderLogin" ("sessionId", "userId", provider, sub, sid, expires)
       VALUES ($1, $2, 'oidc', $3, $4, now() + interval '1 day')`,
      [id, user.id, sub, sid],
    );
    logins.push({ sid, cookie });
  }
  const [first, second] = logins as [(typeof logins)[0], (typeof logins)[0]];
  const living = async () => {
    const read = await Promise.all(logins.map(({ cookie }) => strategy.read(cookie)));
    return read.map((session) => session !== null);
  };
  const send = (body: string, headers: Record<string, string> = {}) =>
    answerBackChannelLogout(strategy)(
      new Request("http://localhost:3000/api/session/backchannel-logout", {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
        body,
      }),
    );
  return {
    ...{ sub, sid: first.sid, otherSid: second.sid, living },
    send,
    sendToken: (token: string) => send(`${new URLSearchParams({ logout_token: token })}`),
  };
}

const seconds = () => Math.floor(Date.now() / 1000);
const usual = (): JWTPayload => ({
  ...{ iss: issuer, aud: CLIENT, iat: seconds(), exp: seconds() + 120, jti: randomUUID() },
  events: EVENTS,
});
const sign = (
  payload: JWTPayload,
  header: JWTHeaderParameters = { alg: "RS256", kid: "one", typ: "logout+jwt" },
  key: CryptoKey | Uint8Array = own.privateKey,
) => new SignJWT(payload).setProtectedHeader(header).sign(key);

describe("a logout token", () => {
  test("with a sid and a user ends that session", async () => {
    const { sub, sid, sendToken, living } = await member();
    expect((await sendToken(await sign({ ...usual(), sub, sid }))).status).toBe(200);
    expect(await living()).toEqual([false, true]);
  });

  test("with only a sid ends that session", async () => {
    const { otherSid: sid, sendToken, living } = await member();
    expect((await sendToken(await sign({ ...usual(), sid }))).status).toBe(200);
    expect(await living()).toEqual([true, false]);
  });

  test("with only a user ends all sessions that began at the provider", async () => {
    const { sub, sendToken, living } = await member();
    expect((await sendToken(await sign({ ...usual(), sub }))).status).toBe(200);
    expect(await living()).toEqual([false, false]);
  });

  test("ends a session without a sid", async () => {
    const { sub, sid, sendToken, living } = await member();
    await sql(`UPDATE "ProviderLogin" SET sid = NULL WHERE sid = $1`, [sid]);
    await sendToken(await sign({ ...usual(), sub, sid: randomUUID() }));
    expect(await living()).toEqual([false, true]);
  });

  test("with the sid of another user ends nothing", async () => {
    const { sid, sendToken, living } = await member();
    expect((await sendToken(await sign({ ...usual(), sub: randomUUID(), sid }))).status).toBe(200);
    expect(await living()).toEqual([true, true]);
  });

  test.each([undefined, "JWT", "application/logout+jwt"])("may have the type %s", async (typ) => {
    const { sub, sendToken, living } = await member();
    const header = { alg: "RS256", kid: "one", ...(typ && { typ }) };
    expect((await sendToken(await sign({ ...usual(), sub }, header))).status).toBe(200);
    expect(await living()).toEqual([false, false]);
  });

  test("gets an answer that cannot be cached", async () => {
    const { sub, sendToken } = await member();
    for (const token of [await sign({ ...usual(), sub }), "x"]) {
      const answer = await sendToken(token);
      expect(answer.headers.get("cache-control")).toBe("no-store");
      expect(answer.headers.getSetCookie()).toEqual([]);
    }
  });
});

describe("a token that is not one of this provider for this app ends nothing", () => {
  type Change = (payload: JWTPayload) => JWTPayload;
  const changes: [string, Change][] = [
    ["of another issuer", (payload) => ({ ...payload, iss: "https://other.example" })],
    ["of an issuer that is no URL", (payload) => ({ ...payload, iss: "oidc" })],
    ["without an issuer", ({ iss: _, ...payload }) => payload],
    ["for another app", (payload) => ({ ...payload, aud: "another app" })],
    ["for no app", ({ aud: _, ...payload }) => payload],
    ["that is too old", (payload) => ({ ...payload, iat: seconds() - 3600 })],
    ["that has expired", (payload) => ({ ...payload, exp: seconds() - 3600 })],
    ["that never expires", ({ exp: _, ...payload }) => payload],
    ["of the future", (payload) => ({ ...payload, iat: seconds() + 3600 })],
    ["without a time", ({ iat: _, ...payload }) => payload],
    ["without an id", ({ jti: _, ...payload }) => payload],
    ["without an event", ({ events: _, ...payload }) => payload],
    ["of another event", (payload) => ({ ...payload, events: { "https://x.example": {} } })],
    ["with an event that is no object", (payload) => ({ ...payload, events: [] })],
    ["with a nonce, like an ID token", (payload) => ({ ...payload, nonce: "x" })],
    ["without user and session", ({ sub: _, sid: __, ...payload }) => payload],
    ["with a user that is no text", (payload) => ({ ...payload, sub: 7 as unknown as string })],
    ["with a NUL in the session", (payload) => ({ ...payload, sid: "a\0b" })],
    ["with a huge id", (payload) => ({ ...payload, jti: "x".repeat(300) })],
  ];

  test.each(changes)("%s", async (_what, change) => {
    const { sub, sid, sendToken, living } = await member();
    const answer = await sendToken(await sign(change({ ...usual(), sub, sid })));
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({
      error: "invalid_request",
      error_description: "The logout token is not valid.",
    });
    expect(await living()).toEqual([true, true]);
  });

  test.each<[string, (payload: JWTPayload) => Promise<string> | string]>([
    ["signed by another key", (payload) => sign(payload, undefined, other.privateKey)],
    [
      "signed by another key with a name of its own",
      (payload) => sign(payload, { alg: "RS256", kid: "two" }, other.privateKey),
    ],
    [
      "signed with the client secret",
      (payload) => sign(payload, { alg: "HS256", kid: "one" }, new TextEncoder().encode(SECRET)),
    ],
    [
      "that nobody has signed",
      (payload) =>
        `${[{ alg: "none" }, payload].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".")}.`,
    ],
    ["of another type", (payload) => sign(payload, { alg: "RS256", kid: "one", typ: "at+jwt" })],
    ["that was changed", async (payload) => `${(await sign(payload)).slice(0, -6)}AAAAAA`],
    ["that is none", () => "x"],
    ["of nothing", () => ""],
    ["with a NUL", () => "\0.\0.\0"],
  ])("%s", async (_what, make) => {
    const { sub, sid, sendToken, living } = await member();
    const answer = await sendToken(await make({ ...usual(), sub, sid }));
    expect(answer.status).toBe(400);
    expect(await living()).toEqual([true, true]);
  });

  test.each([
    ["no form", "application/json", "{}"],
    ["a form without one", "application/x-www-form-urlencoded", "x=y"],
  ])("%s", async (_what, type, body) => {
    const { send } = await member();
    expect((await send(body, { "content-type": type })).status).toBe(400);
  });

  test("a body above 64 KB", async () => {
    const { send } = await member();
    expect((await send(`logout_token=${"x".repeat(65 * 1024)}`)).status).toBe(413);
  });
});

test("only one of twenty parallel copies ends the sessions", async () => {
  const { sub, sendToken, living } = await member();
  const token = await sign({ ...usual(), sub });
  const answers = await Promise.all(Array.from({ length: 20 }, () => sendToken(token)));
  const statuses = answers.map(({ status }) => status).sort();
  expect(statuses).toEqual([200, ...Array(19).fill(400)]);
  expect(await living()).toEqual([false, false]);
});

// fast-check prints the seed of a failure.
describe("whatever is sent", () => {
  test("as a form, or as a token, is refused and ends nothing", async () => {
    const { send, sendToken, living } = await member();
    const part = fc.string({ unit: fc.constantFrom(..."abcXYZ019-_=. ") });
    const tokens = fc.oneof(
      fc.string(),
      fc.tuple(part, part, part).map((parts) => parts.join(".")),
      fc.tuple(fc.jsonValue(), fc.jsonValue(), part).map(([header, claims, signature]) =>
        [header, claims]
          .map((value) => Buffer.from(JSON.stringify(value)).toString("base64url"))
          .concat(signature)
          .join("."),
      ),
    );
    await fc.assert(
      fc.asyncProperty(tokens, async (token) => {
        expect((await sendToken(token)).status).toBe(400);
      }),
      { numRuns: 1000 },
    );
    await fc.assert(
      fc.asyncProperty(fc.string(), async (body) => {
        expect((await send(body)).status).toBe(400);
      }),
      { numRuns: 1000 },
    );
    expect(await living()).toEqual([true, true]);
  });

  test("with a bit of it changed, or a claim replaced, is refused and ends nothing", async () => {
    const { sub, sid, sendToken, living } = await member();
    const token = await sign({ ...usual(), sub, sid });
    await fc.assert(
      fc.asyncProperty(fc.nat(2), fc.nat(1 << 16), async (which, at) => {
        const parts = token.split(".");
        const bytes = Buffer.from(parts[which] ?? "", "base64url");
        const n = at % (bytes.length * 8);
        bytes[n >> 3] = (bytes[n >> 3] ?? 0) ^ (1 << (n & 7));
        parts[which] = bytes.toString("base64url");
        expect((await sendToken(parts.join("."))).status).toBe(400);
      }),
      { numRuns: 500 },
    );
    // JavaScript cannot make a text of this value.
    const odd = await sign({ ...usual(), sub, sid, iss: { toString: false } } as never);
    expect((await sendToken(odd)).status).toBe(400);
    const claim = fc.constantFrom("iss", "aud", "events", "jti");
    const value = fc.oneof(fc.jsonValue(), fc.constant(undefined));
    await fc.assert(
      fc.asyncProperty(claim, value, async (name, other) => {
        fc.pre(name !== "jti" || typeof other !== "string");
        const changed = await sign({ ...usual(), sub, sid, [name]: other } as JWTPayload);
        expect((await sendToken(changed)).status).toBe(400);
      }),
      { numRuns: 300 },
    );
    expect(await living()).toEqual([true, true]);
  });
});
