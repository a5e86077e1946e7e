// The line of refresh tokens, and the keys behind it.
import { createHmac, hkdfSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { deriveKeys } from "@/lib/session/keys";
import { createSuccession } from "@/lib/session/succession";
import { hashToken, isToken, newToken } from "@/lib/session/token";

const secret = "the first secret, 0123456789abcdef";
const newer = "another secret, fedcba9876543210";
const { next, nextIfCurrent, isAncestor } = createSuccession([secret]);

/** The token that is `generations` after `token`. */
async function descendant(token: string, generations: number): Promise<string> {
  let current = token;
  for (let n = 0; n < generations; n++) current = await next(current);
  return current;
}

describe("the token after another", () => {
  test("has the form of a token, and is always the same", async () => {
    const token = newToken();
    const successor = await next(token);
    expect(isToken(successor)).toBe(true);
    expect(successor).not.toBe(token);
    expect(await next(token)).toBe(successor);
  });

  test("is its HMAC-SHA-256 under a key that comes of the secret alone", async () => {
    const token = newToken();
    const key = new Uint8Array(hkdfSync("sha256", secret, "", "succession key", 32));
    expect(await next(token)).toBe(createHmac("sha256", key).update(token).digest("base64url"));
  });

  test("is another one for another token, and under another secret", async () => {
    const token = newToken();
    expect(await next(token)).not.toBe(await next(newToken()));
    expect(await next(token)).not.toBe(await createSuccession([newer]).next(token));
  });

  test("is made with the newest secret, and with none at all there is none", async () => {
    const token = newToken();
    const successor = await createSuccession([newer]).next(token);
    expect(await createSuccession([newer, secret]).next(token)).toBe(successor);
    await expect(createSuccession([]).next(token)).rejects.toThrow("AUTH_SECRET is empty");
  });
});

describe("the successor of a token, if it is the one in force", () => {
  test("is told to whoever has the token", async () => {
    const token = newToken();
    const successor = await next(token);
    expect(await nextIfCurrent(token, await hashToken(successor))).toBe(successor);
  });

  test("under a secret that was replaced since, too, and not under one that is gone", async () => {
    const token = newToken();
    const successor = await next(token);
    const hash = await hashToken(successor);
    expect(await createSuccession([newer, secret]).nextIfCurrent(token, hash)).toBe(successor);
    expect(await createSuccession([newer]).nextIfCurrent(token, hash)).toBeNull();
  });

  test("is null when it is itself, its grandchild, or somebody else's", async () => {
    const token = newToken();
    for (const other of [token, await descendant(token, 2), newToken()])
      expect(await nextIfCurrent(token, await hashToken(other))).toBeNull();
  });
});

describe("an ancestor of the one in force", () => {
  // What a session has behind it that was refreshed every 15 minutes for 30 days.
  test.each([1, 2, 60, 30 * 24 * 4])("is known %i generations later", async (generations) => {
    const token = newToken();
    const current = await hashToken(await descendant(token, generations));
    expect(await isAncestor(token, current)).toBe(true);
  });

  test("is known across a change of secrets only while its own secret is there", async () => {
    const token = newToken();
    const current = await hashToken(await descendant(token, 3));
    expect(await createSuccession([newer, secret]).isAncestor(token, current)).toBe(true);
    expect(await createSuccession([newer]).isAncestor(token, current)).toBe(false);
  });

  test("is not itself, not a descendant, and not somebody else's", async () => {
    const token = newToken();
    const child = await next(token);
    expect(await isAncestor(token, await hashToken(token))).toBe(false);
    expect(await isAncestor(child, await hashToken(token))).toBe(false);
    expect(await isAncestor(newToken(), await hashToken(child))).toBe(false);
  });
});

describe("keys", () => {
  const derive = (secrets: string[], purpose: string) =>
    deriveKeys(secrets, purpose, { name: "HMAC", hash: "SHA-256", length: 256 }, ["sign"]);
  const sign = async ({ key }: { key: CryptoKey }) =>
    Buffer.from(await crypto.subtle.sign("HMAC", key, new Uint8Array([1]))).toString("hex");

  test("come one per secret, in their order, each with a name of its own", async () => {
    const keys = await derive([newer, secret], "tests");
    const [[alone]] = [await derive([secret], "tests")];
    expect(keys.map(({ kid }) => kid)[1]).toBe(alone?.kid);
    expect(new Set(keys.map(({ kid }) => kid)).size).toBe(2);
  });

  test("are others for another purpose, name and all", async () => {
    const [[one], [two]] = [await derive([secret], "tests"), await derive([secret], "others")];
    if (!one || !two) throw new Error("No key");
    expect(one.kid).not.toBe(two.kid);
    expect(await sign(one)).not.toBe(await sign(two));
  });

  test("cannot be taken out of the process", async () => {
    const [one] = await derive([secret], "tests");
    expect(one?.key.extractable).toBe(false);
  });
});
