import { hkdfSync } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import {
  CompactEncrypt,
  compactDecrypt,
  EncryptJWT,
  exportJWK,
  generateSecret,
  type JWTHeaderParameters,
  SignJWT,
} from "jose";
import { describe, expect, test } from "vitest";
import { createSeal } from "@/lib/session/tokens/seal";

const NOW = Date.parse("2030-01-01T12:00:00.250Z");
const iat = Math.floor(NOW / 1000);
const exp = iat + 3600;
const claims = { sub: "u1", iat, exp };

const secret = "the first secret, 0123456789abcdef";
const otherSecret = "another secret, fedcba9876543210";
const { seal, open } = createSeal({ secrets: [secret], purpose: "session" });

/** The key that `createSeal` derives. The attacker in these tests knows it. */
const key = new Uint8Array(hkdfSync("sha256", secret, "", "session key", 32));
const kid = Buffer.from(hkdfSync("sha256", secret, "", "session kid", 6)).toString("hex");
const header = { alg: "dir", enc: "A256GCM", typ: "session+jwt", kid };

/** A token created without `seal`, with another header. */
const forge = (
  parts: Partial<JWTHeaderParameters & { enc: string }> = {},
  payload: object = claims,
) => new EncryptJWT({ ...payload }).setProtectedHeader({ ...header, ...parts }).encrypt(key);

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

describe("a sealed token", () => {
  test("is decrypted to the original claims", async () => {
    expect(await open(await seal(claims), NOW)).toEqual(claims);
  });

  test("of an earlier version can be decrypted", async () => {
    const token = [
      "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIiwidHlwIjoic2Vzc2lvbitqd3QiLCJraWQiOiJjMzVhM2Q4ZGY2YzEifQ",
      "",
      "SWz9vS8nMFzcM6SK",
      "pAsPJT0xwSlRq9QoSogAmYMNIjupa8t7xfOIC9O03dGOQibXUGtUJ1U-CZEu9Q",
      "fS2aNUEnsWv_uUw7nIn9-A",
    ].join(".");
    expect(await open(token, NOW)).toEqual(claims);
  });

  test("does not reveal the claims", async () => {
    const token = await seal({ ...claims, email: "someone@example.com" });
    const bytes = token.split(".").map((part) => Buffer.from(part, "base64url").toString("latin1"));
    expect(bytes.join()).not.toMatch(/someone|example|u1/);
  });

  test("is different each time", async () => {
    expect(await seal(claims)).not.toBe(await seal(claims));
  });

  test("has a header with only the necessary members", async () => {
    const [first = ""] = (await seal(claims)).split(".");
    expect(JSON.parse(Buffer.from(first, "base64url").toString())).toEqual(header);
  });

  test.each([
    ["a second before it expires", (exp - 1) * 1000, true],
    ["a millisecond before it expires", exp * 1000 - 1, true],
    ["when it expires", exp * 1000, false],
    ["a millisecond after", exp * 1000 + 1, false],
  ])("is accepted %s: %s → %s", async (_when, now, opens) => {
    expect((await open(await seal(claims), now)) !== null).toBe(opens);
  });

  test("expires to the millisecond, also with rounding errors", async () => {
    const end = 4_328_353_534_574; // in 2107
    expect((end / 1000) * 1000).toBeGreaterThan(end);
    const token = await seal({ ...claims, exp: end / 1000 });
    expect(await open(token, end - 1)).not.toBeNull();
    expect(await open(token, end)).toBeNull();
  });

  test("is refused before its nbf", async () => {
    const token = await seal({ ...claims, nbf: iat + 60 });
    expect(await open(token, NOW)).toBeNull();
    expect(await open(token, NOW + 60_000)).not.toBeNull();
  });

  test("is accepted on a server whose clock is five minutes behind", async () => {
    expect(await open(await seal(claims), NOW - 300_000)).toEqual(claims);
  });
});

describe("a token that was tampered with is null", () => {
  test("for every flipped bit", async () => {
    const token = await seal(claims);
    const bytes = Buffer.from(token);
    for (let at = 0; at < bytes.length; at++) {
      for (let bit = 0; bit < 8; bit++) {
        const flipped = Buffer.from(bytes);
        flipped[at] = (bytes[at] ?? 0) ^ (1 << bit);
        const forged = flipped.toString("latin1");
        expect.soft(await open(forged, NOW), `byte ${at}, bit ${bit}: ${forged}`).toBeNull();
      }
    }
  });

  // The bits that a last character leaves over can be anything to a decoder; how many depends on the length.
  test.each(["a", "ab", "abc"])("however a part is spelled at its end (sub %s)", async (sub) => {
    const parts = (await seal({ ...claims, sub })).split(".");
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/= \n";
    for (const at of [0, 2, 3, 4])
      for (const last of alphabet) {
        const mutant = parts.with(at, (parts[at] ?? "").slice(0, -1) + last);
        if (mutant[at] !== parts[at])
          expect.soft(await open(mutant.join("."), NOW), mutant.join(".")).toBeNull();
      }
  });

  test("for every missing, doubled or added byte", async () => {
    const token = await seal(claims);
    for (let at = 0; at <= token.length; at++) {
      const before = token.slice(0, at);
      const mutants = [before, before + token.slice(at + 1), `${before}A${token.slice(at)}`];
      for (const mutant of mutants)
        if (mutant !== token) expect.soft(await open(mutant, NOW), mutant).toBeNull();
    }
  });

  test("for every part that is taken from another token", async () => {
    const [ours, theirs] = await Promise.all([seal(claims), seal({ ...claims, sub: "u2" })]);
    // Part 0, the header, is the same in both; part 1, the encrypted key, is empty.
    for (const part of [2, 3, 4]) {
      const mixed = ours.split(".");
      mixed[part] = theirs.split(".")[part] ?? "";
      expect(await open(mixed.join("."), NOW)).toBeNull();
    }
  });
});

describe("a token made for something else is null", () => {
  test("another purpose, same secret", async () => {
    const other = createSeal({ secrets: [secret], purpose: "refresh" });
    expect(await open(await other.seal(claims), NOW)).toBeNull();
    expect(await other.open(await seal(claims), NOW)).toBeNull();
  });

  test("another purpose, because the key differs", async () => {
    const other = createSeal({ secrets: [secret], purpose: "refresh" });
    await expect(compactDecrypt(await seal(claims), key)).resolves.toBeTruthy();
    await expect(compactDecrypt(await other.seal(claims), key)).rejects.toThrow("decrypt");
  });

  test("another secret, same purpose", async () => {
    const other = createSeal({ secrets: [otherSecret], purpose: "session" });
    expect(await open(await other.seal(claims), NOW)).toBeNull();
  });

  test("another secret with our kid", async () => {
    const theirs = new Uint8Array(hkdfSync("sha256", otherSecret, "", "session key", 32));
    const token = await new EncryptJWT(claims).setProtectedHeader(header).encrypt(theirs);
    expect(await open(token, NOW)).toBeNull();
  });

  test("made by Auth.js itself with the same secret", async () => {
    const { encode: authjsEncode } = await import("@auth/core/jwt");
    const token = await authjsEncode({ token: claims, secret, salt: "jwt.session-token" });
    expect(await open(token, NOW)).toBeNull();
  });
});

describe("a token under the right key, but in another format, is null", () => {
  test("(the right format under the same key is accepted)", async () => {
    expect(await open(await forge(), NOW)).toEqual(claims);
  });

  test.each([
    ["a wrong typ", { typ: "refresh+jwt" }],
    ["a generic typ", { typ: "JWT" }],
    ["no typ", { typ: undefined }],
    ["an unknown kid", { kid: "000000000000" }],
    ["no kid", { kid: undefined }],
    ["another key management algorithm: A256GCMKW", { alg: "A256GCMKW" }],
    ["another key management algorithm: A256KW", { alg: "A256KW" }],
  ])("%s", async (_what, parts) => {
    const token = await forge(parts);
    expect(await open(token, NOW)).toBeNull();
  });

  test.each(["A128GCM", "A192GCM", "A128CBC-HS256"])("another cipher: %s", async (enc) => {
    const length = enc === "A128GCM" ? 16 : enc === "A192GCM" ? 24 : 32;
    const token = await new EncryptJWT(claims)
      .setProtectedHeader({ ...header, enc })
      .encrypt(key.slice(0, length));
    expect(await open(token, NOW)).toBeNull();
  });

  test.each([
    ["no exp", { sub: "u1", iat }],
    ["an exp that is text", { sub: "u1", iat, exp: String(exp) }],
    ["an exp that is null", { sub: "u1", iat, exp: null }],
    ["claims that are no object", [1, 2]],
  ])("%s", async (_what, payload) => {
    const token = await new CompactEncrypt(Buffer.from(JSON.stringify(payload)))
      .setProtectedHeader(header)
      .encrypt(key);
    expect(await open(token, NOW)).toBeNull();
  });

  test("no exp, from seal itself", async () => {
    expect(await open(await seal({ sub: "u1", iat }), NOW)).toBeNull();
  });
});

describe("only our algorithm is accepted: null for", () => {
  test("alg none", async () => {
    for (const alg of ["none", "None", "NONE", "nOnE", ""]) {
      expect(await open(`${encode({ ...header, alg })}.${encode(claims)}.`, NOW)).toBeNull();
      expect(await open(`${encode({ ...header, alg })}..${encode(claims)}..`, NOW)).toBeNull();
    }
  });

  test("a token that is signed, not encrypted, with our own secret", async () => {
    for (const material of [key, Buffer.from(secret)]) {
      const signed = await new SignJWT(claims)
        .setProtectedHeader({ alg: "HS256", typ: header.typ, kid })
        .sign(material);
      expect(await open(signed, NOW)).toBeNull();
    }
  });

  test.each([
    ["alg", { alg: "A256GCMKW" }],
    ["alg", { alg: "PBES2-HS256+A128KW", p2c: 10_000_000, p2s: "AAAA" }],
    ["enc", { enc: "A128GCM" }],
    ["enc", { enc: "A256CBC-HS512" }],
    ["zip", { zip: "DEF" }],
    ["crit", { crit: ["x"], x: 1 }],
  ])("a header with another %s: %o", async (_name, parts) => {
    const [, ...rest] = (await seal(claims)).split(".");
    expect(await open([encode({ ...header, ...parts }), ...rest].join("."), NOW)).toBeNull();
  });

  test("a key in the token: jwk, or jku, which is not fetched", async () => {
    const theirs = await generateSecret("A256GCM", { extractable: true });
    const jwk = { ...(await exportJWK(theirs)), kid: "theirs" };
    let fetched = 0;
    const server = createServer((_request, response) => {
      fetched++;
      response.end(JSON.stringify({ keys: [jwk] }));
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const jku = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`;

    for (const parts of [{ jku, kid: "theirs" }, { jku }, { jwk, kid: "theirs" }, { jwk }]) {
      const token = await new EncryptJWT(claims)
        .setProtectedHeader({ ...header, ...parts })
        .encrypt(theirs);
      expect(await open(token, NOW)).toBeNull();
    }
    expect(fetched).toBe(0);
    server.close();
  });
});

describe("a secret is rotated", () => {
  const before = createSeal({ secrets: [secret], purpose: "session" });
  const during = createSeal({ secrets: [otherSecret, secret], purpose: "session" });
  const after = createSeal({ secrets: [otherSecret], purpose: "session" });

  test("the older secret still decrypts", async () => {
    expect(await during.open(await before.seal(claims), NOW)).toEqual(claims);
  });

  test("the newest secret encrypts", async () => {
    const token = await during.seal(claims);
    expect(await after.open(token, NOW)).toEqual(claims);
    expect(await before.open(token, NOW)).toBeNull();
  });

  test("a removed secret does not decrypt", async () => {
    expect(await after.open(await before.seal(claims), NOW)).toBeNull();
  });

  test("without a secret nothing is encrypted or decrypted", async () => {
    const none = createSeal({ secrets: [], purpose: "session" });
    await expect(none.seal(claims)).rejects.toThrow("AUTH_SECRET");
    expect(await none.open(await before.seal(claims), NOW)).toBeNull();
  });
});

describe("garbage is null and never throws", () => {
  test.each([
    ["empty", ""],
    ["blank", " "],
    ["NUL", "\0"],
    ["percent", "%"],
    ["a broken escape", "%E0%A4%A"],
    ["dots", "...."],
    ["many dots", ".".repeat(8192)],
    ["8 KB", "A".repeat(8192)],
    ["8 KB in five parts", `${encode(header)}..${"A".repeat(4096)}.${"A".repeat(4096)}.AAAA`],
    ["a header that is no JSON", "AAAA..AAAA.AAAA.AAAA"],
    ["a header that is null", `${encode(null)}..AAAA.AAAA.AAAA`],
    ["a header that is a list", `${encode([])}..AAAA.AAAA.AAAA`],
    ["a kid that is no text", `${encode({ ...header, kid: {} })}..AAAA.AAAA.AAAA`],
    [
      "a kid that is a property of every object",
      `${encode({ ...header, kid: "__proto__" })}..A.A.A`,
    ],
    ["emoji", "🍪.🍪.🍪.🍪.🍪"],
    ["a lone surrogate", "\ud800"],
    ["JSON", JSON.stringify(claims)],
  ])("%s", async (_what, token) => {
    expect(await open(token, NOW)).toBeNull();
  });
});
