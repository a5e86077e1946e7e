import { describe, expect, test } from "vitest";
import { hashToken, isToken, newToken, toHex } from "@/lib/session/tokens/reference-token";

describe("a new token", () => {
  const tokens = Array.from({ length: 2000 }, newToken);

  test("is 256 bits in base64url", () => {
    for (const token of tokens) {
      expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
      expect(Buffer.from(token, "base64url")).toHaveLength(32);
    }
  });

  test("is different each time", () => {
    expect(new Set(tokens).size).toBe(tokens.length);
  });

  test("has no fixed bit", () => {
    const bytes = tokens.map((token) => Buffer.from(token, "base64url"));
    for (let bit = 0; bit < 256; bit++) {
      const ones = bytes.filter((token) => ((token[bit >> 3] ?? 0) >> (bit & 7)) & 1).length;
      expect(ones).toBeGreaterThan(800);
      expect(ones).toBeLessThan(1200);
    }
  });

  test("has the form of a token", () => {
    expect(tokens.every(isToken)).toBe(true);
  });
});

test.each([
  ["empty", ""],
  ["a character short", "x".repeat(42)],
  ["a character long", "x".repeat(44)],
  ["a newline at the end", `${"x".repeat(43)}\n`],
  ["standard base64", `${"x".repeat(42)}+`],
  ["NUL", `${"x".repeat(42)}\0`],
  ["percent", `${"x".repeat(42)}%`],
  ["8 KB", "x".repeat(8192)],
  ["a JWE", "eyJhbGciOiJkaXIifQ..a.b.c"],
])("not a token: %s", (_what, value) => {
  expect(isToken(value)).toBe(false);
});

test("the hash is SHA-256 of the token's text, in hex", async () => {
  // FIPS 180-2, appendix B.1
  expect(await hashToken("abc")).toBe(
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
});

test("hex keeps leading zeros", () => {
  expect(toHex(new Uint8Array([0, 1, 15, 16, 255]).buffer)).toBe("00010f10ff");
});
