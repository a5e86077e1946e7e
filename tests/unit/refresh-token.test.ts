// The format of refresh tokens, and their keys.
import { createHmac, hkdfSync, randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { deriveKeys } from "@/lib/session/tokens/keys";
import { hashToken, newToken } from "@/lib/session/tokens/reference-token";
import { createRefreshTokens, parseRefreshToken } from "@/lib/session/tokens/refresh-token";

const secret = "the first secret, 0123456789abcdef";
const newer = "another secret, fedcba9876543210";
const { sign, match } = createRefreshTokens([secret]);
const newFirst = () => ({ id: randomUUID() as string, generation: 0, random: newToken() });

describe("a refresh token", () => {
  test("can be parsed into its parts", async () => {
    for (const generation of [0, 1, 9, 10, 123_456_789])
      expect(parseRefreshToken(await sign({ ...newFirst(), generation }))).toMatchObject({
        generation,
      });
    const first = newFirst();
    expect(parseRefreshToken(await sign(first))).toEqual(first);
  });

  test("ends with the HMAC-SHA-256 of the other parts, under a key derived only from the secret", async () => {
    const token = await sign(newFirst());
    const key = new Uint8Array(hkdfSync("sha256", secret, "", "refresh key", 32));
    const [, rest = "", mac] = /^(.+)\.([^.]+)$/.exec(token) ?? [];
    expect(mac).toBe(createHmac("sha256", key).update(rest).digest("base64url"));
  });

  test("is signed with the newest secret, and signing fails without a secret", async () => {
    const first = newFirst();
    const expected = await createRefreshTokens([newer]).sign(first);
    expect(await createRefreshTokens([newer, secret]).sign(first)).toBe(expected);
    expect(expected).not.toBe(await sign(first));
    await expect(createRefreshTokens([]).sign(first)).rejects.toThrow("AUTH_SECRET is empty");
  });

  test("of another format is invalid", async () => {
    const { id, random } = newFirst();
    const mac = newToken();
    expect(parseRefreshToken(`${id}.0.${random}.${mac}`)).not.toBeNull();
    for (const token of [
      "",
      "....",
      `${id}.${random}`,
      `${id}.0.${random}`,
      `${id}.0.${random}.`,
      `${id}.0.${random}.${mac}.`,
      `${id}.0.${random}.${mac}\n`,
      `${id}.0.${random}.${mac}A`,
      `${id}.0.${random.slice(1)}.${mac}`,
      `${id}.-1.${random}.${mac}`,
      `${id}.01.${random}.${mac}`,
      `${id}.1e3.${random}.${mac}`,
      `${id}..${random}.${mac}`,
      `${id}.${"9".repeat(16)}.${random}.${mac}`,
      `\0${id.slice(1)}.0.${random}.${mac}`,
      `${id}.0.${"\0".repeat(43)}.${mac}`,
      "A".repeat(8192),
    ])
      expect(parseRefreshToken(token), token).toBeNull();
  });
});

describe("a token that is searched by its hash", () => {
  test("is found under every current secret, and not under a removed one", async () => {
    const first = newFirst();
    const token = await sign(first);
    const hash = await hashToken(token);
    expect(await match(first, hash)).toBe(token);
    expect(await createRefreshTokens([newer, secret]).match(first, hash)).toBe(token);
    expect(await createRefreshTokens([newer]).match(first, hash)).toBeNull();
  });

  test("does not match another generation, session or random part", async () => {
    const first = newFirst();
    const hash = await hashToken(await sign(first));
    for (const other of [{ generation: 1 }, { id: randomUUID() }, { random: newToken() }])
      expect(await match({ ...first, ...other }, hash)).toBeNull();
  });
});

describe("keys", () => {
  const derive = (secrets: string[], purpose: string) =>
    deriveKeys(secrets, purpose, { name: "HMAC", hash: "SHA-256", length: 256 }, ["sign"]);
  const sign = async ({ key }: { key: CryptoKey }) =>
    Buffer.from(await crypto.subtle.sign("HMAC", key, new Uint8Array([1]))).toString("hex");

  test("are one per secret, in the same order, each with a unique id", async () => {
    const keys = await derive([newer, secret], "tests");
    const [[alone]] = [await derive([secret], "tests")];
    expect(keys.map(({ kid }) => kid)[1]).toBe(alone?.kid);
    expect(new Set(keys.map(({ kid }) => kid)).size).toBe(2);
  });

  test("differ for another purpose, including their ids", async () => {
    const [[one], [two]] = [await derive([secret], "tests"), await derive([secret], "others")];
    if (!one || !two) throw new Error("No key");
    expect(one.kid).not.toBe(two.kid);
    expect(await sign(one)).not.toBe(await sign(two));
  });

  test("cannot be exported", async () => {
    const [one] = await derive([secret], "tests");
    expect(one?.key.extractable).toBe(false);
  });
});
