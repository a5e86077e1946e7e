import { createPublicKey, generateKeyPairSync } from "node:crypto";
import {
  calculateJwkThumbprint,
  createLocalJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  type JWTVerifyResult,
  jwtVerify,
} from "jose";
import { describe, expect, test, vi } from "vitest";
import { createServiceTokens, refuseAudience } from "@/features/service-tokens/service-token";

const NOW = Date.parse("2030-01-01T12:00:00.750Z");
const iat = Math.floor(NOW / 1000);
const secret = "the first secret, 0123456789abcdef";
const otherSecret = "another secret, fedcba9876543210";
const grant = {
  issuer: "https://app.example",
  subject: "u1",
  audience: "https://service.example",
};

const tokensOf = (...secrets: string[]) => createServiceTokens({ secrets, clock: () => NOW });
type Tokens = ReturnType<typeof tokensOf>;
const tokens = tokensOf(secret);

/** Verifies a token as a service does, with the keys of `publisher`. */
async function verify(token: string, publisher: Tokens, now = NOW): Promise<JWTVerifyResult> {
  return jwtVerify(token, createLocalJWKSet(await publisher.keySet()), {
    algorithms: ["EdDSA"],
    typ: "at+jwt",
    issuer: grant.issuer,
    audience: grant.audience,
    currentDate: new Date(now),
  });
}

describe("a token", () => {
  test("has the header and claims of RFC 9068, and only the id of the user", async () => {
    const { payload, protectedHeader } = await verify(await tokens.mint(grant), tokens);
    const [key] = (await tokens.keySet()).keys;
    expect(protectedHeader).toEqual({ alg: "EdDSA", typ: "at+jwt", kid: key?.kid });
    expect(payload).toEqual({
      iss: grant.issuer,
      client_id: grant.issuer,
      sub: grant.subject,
      aud: grant.audience,
      iat,
      exp: iat + 300,
      jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  test("is different each time", async () => {
    const [one, two] = await Promise.all([tokens.mint(grant), tokens.mint(grant)]);
    expect(decodeJwt(one).jti).not.toBe(decodeJwt(two).jti);
  });

  test("expires after exactly five minutes", async () => {
    const token = await tokens.mint(grant);
    await expect(verify(token, tokens, (iat + 300) * 1000 - 1)).resolves.toBeTruthy();
    await expect(verify(token, tokens, (iat + 300) * 1000)).rejects.toThrow('"exp"');
  });

  test("cannot be created without a secret", async () => {
    await expect(tokensOf().mint(grant)).rejects.toThrow("AUTH_SECRET");
  });
});

describe("a token that was changed is refused", () => {
  test("for every flipped bit of its claims and signature", async () => {
    const [header = "", ...parts] = (await tokens.mint(grant)).split(".");
    for (const part of [0, 1]) {
      const bytes = Buffer.from(parts[part] ?? "", "base64url");
      for (let at = 0; at < bytes.length; at++) {
        const flipped = Buffer.from(bytes);
        flipped[at] = (bytes[at] ?? 0) ^ (1 << (at % 8));
        const forged = [header, ...parts];
        forged[part + 1] = flipped.toString("base64url");
        const refused = await verify(forged.join("."), tokens).catch((error) => error.code);
        expect.soft(refused, `part ${part + 1}, byte ${at}`).toMatch(/^ERR_J/);
      }
    }
  });

  test("if it is signed with another secret's key under our kid", async () => {
    const theirs = await tokensOf(otherSecret).mint(grant);
    const [ours] = (await tokens.mint(grant)).split(".");
    const forged = [ours, ...theirs.split(".").slice(1)].join(".");
    await expect(verify(forged, tokens)).rejects.toThrow("signature verification failed");
  });
});

describe("the key set", () => {
  test("contains only public keys, in the format of RFC 7517 and RFC 8037", async () => {
    const { keys } = await tokens.keySet();
    expect(keys).toEqual([
      {
        kty: "OKP",
        crv: "Ed25519",
        x: expect.stringMatching(/^[\w-]{43}$/),
        kid: expect.any(String),
        alg: "EdDSA",
        use: "sig",
      },
    ]);
    expect(createPublicKey({ key: keys[0] ?? {}, format: "jwk" }).asymmetricKeyType).toBe(
      "ed25519",
    );
  });

  test("names keys by their thumbprint (RFC 7638)", async () => {
    for (const key of (await tokensOf(secret, otherSecret).keySet()).keys)
      expect(key.kid).toBe(await calculateJwkThumbprint(key));
  });

  test("is the same on every server with the same secrets, and contains each key once", async () => {
    const once = await tokensOf(secret, otherSecret).keySet();
    expect(await tokensOf(secret, otherSecret, secret).keySet()).toEqual(once);
    expect(once.keys).toHaveLength(2);
  });
});

const rsa = () =>
  generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({
    format: "pem",
    type: "pkcs8",
  }) as string;

describe.each([
  ["ES256", secret, otherSecret, ["crv", "x", "y"]],
  ["RS256", rsa(), rsa(), ["e", "n"]],
] as const)("with %s", (algorithm, first, other, parts) => {
  const of = (...secrets: string[]) =>
    createServiceTokens({ algorithm, secrets, clock: () => NOW });
  const check = async (token: string, publisher: Tokens) =>
    jwtVerify(token, createLocalJWKSet(await publisher.keySet()), {
      algorithms: [algorithm],
      typ: "at+jwt",
      currentDate: new Date(NOW),
    });

  test("a token is verified only by the published key", async () => {
    const token = await of(first).mint(grant);
    const { protectedHeader, payload } = await check(token, of(other, first));
    const { keys } = await of(first).keySet();
    expect(protectedHeader).toEqual({ alg: algorithm, typ: "at+jwt", kid: keys[0]?.kid });
    expect(payload.sub).toBe(grant.subject);
    await expect(check(token, of(other))).rejects.toThrow("no applicable key");
  });

  test("the key set contains only public keys and is the same on every server", async () => {
    const { keys } = await of(first, other, first).keySet();
    expect(keys).toHaveLength(2);
    for (const key of keys) {
      const defined = Object.entries(key).filter(([, value]) => value !== undefined);
      const names = ["alg", "kid", "kty", "use", ...parts].sort();
      expect(defined.map(([name]) => name).sort()).toEqual(names);
      expect(key.kid).toBe(await calculateJwkThumbprint(key));
      createPublicKey({ key, format: "jwk" });
    }
  });
});

test("a key of ES256 stays the same from version to version", async () => {
  const { keys } = await createServiceTokens({
    algorithm: "ES256",
    secrets: [secret],
    clock: () => NOW,
  }).keySet();
  expect(keys[0]?.x).toBe("e9NNiSNnVHZSQC6BMWNv5r8Ln_LgpwAooHIVs9LJ9Pg");
});

describe("a secret is rotated", () => {
  const before = tokensOf(secret);
  const announced = tokensOf(secret, otherSecret);
  const during = tokensOf(otherSecret, secret);
  const after = tokensOf(otherSecret);

  test("at each step, tokens of the previous step are accepted, also with the previous keys", async () => {
    const steps = [before, announced, during, after];
    for (const [n, step] of steps.entries()) {
      for (const neighbour of [steps[n - 1], step])
        if (neighbour) {
          await expect(verify(await neighbour.mint(grant), step)).resolves.toBeTruthy();
          await expect(verify(await step.mint(grant), neighbour)).resolves.toBeTruthy();
        }
    }
  });

  test("the first secret signs", async () => {
    const [newest] = (await during.keySet()).keys;
    expect(decodeProtectedHeader(await during.mint(grant)).kid).toBe(newest?.kid);
    await expect(verify(await during.mint(grant), before)).rejects.toThrow("no applicable key");
  });

  test("a removed secret does not verify tokens", async () => {
    await expect(verify(await before.mint(grant), after)).rejects.toThrow("no applicable key");
  });
});

describe("an audience", () => {
  const allowed = ["https://service.example", "mail"];

  test.each(allowed)("that is listed is accepted: %s", (audience) => {
    expect(refuseAudience(audience, allowed)).toBeNull();
  });

  test.each([
    ["not listed", "https://evil.example", /not allowed → add it to TOKEN_AUDIENCES/],
    ["listed, and something more", "https://service.example/", /not allowed/],
    ["the list", allowed.join(","), /neither a URL nor a name/],
    ["several", allowed, /missing → send JSON/],
    ["no text", 1, /missing/],
    ["empty", "", /missing/],
    ["not there", undefined, /missing/],
  ])("that is %s is refused", (_what, audience, why) => {
    expect(refuseAudience(audience, allowed)).toMatch(why);
  });

  test("may be any URL or name if none is listed", () => {
    for (const audience of ["mail", "https://service.example/path", "http://localhost:4000"])
      expect(refuseAudience(audience, [])).toBeNull();
    for (const audience of ["two words", "a\nb", "\0", "é", "x".repeat(201)])
      expect(refuseAudience(audience, [])).toMatch(/neither a URL nor a name/);
  });
});

describe("the issuer", () => {
  test.each([
    [
      "AUTH_URL, without its path",
      "https://app.example/api/auth",
      "other.example",
      "https://app.example",
    ],
    ["the loopback host that was asked", undefined, "localhost:3000", "http://localhost:3000"],
    ["nobody, when the host may be made up", undefined, "app.example", null],
  ])("is %s", async (_what, url, host, issuer) => {
    vi.stubEnv("AUTH_URL", url);
    vi.resetModules();
    const { issuerOf } = await import("@/features/service-tokens/service-token");
    expect(issuerOf(new Headers({ host }))).toBe(issuer);
  });
});
