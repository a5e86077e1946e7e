// A refresh token is `id.generation.random.mac`. The random part is generated at sign-in and not stored; the mac proves
// that the server made the token. So the server can compute a lost successor again although it stores no token, and it
// recognises a used token at any time. docs/decisions/0009.
import { deriveKeys, keyRing } from "./keys";
import { hashToken, toBase64Url } from "./reference-token";

const HMAC = { name: "HMAC", hash: "SHA-256", length: 256 } as const;

export interface RefreshToken {
  /** Of the session. */
  id: string;
  /** The number of refreshes before it. */
  generation: number;
  /** 256 bits that all tokens of this session share. */
  random: string;
}

/** The parts of a token, without verifying it. Null for any other form. */
export function parseRefreshToken(token: string): RefreshToken | null {
  const form = /^([0-9a-f-]{36})\.(0|[1-9]\d{0,14})\.([\w-]{43})\.[\w-]{43}$/;
  const [, id, generation, random] = form.exec(token) ?? [];
  return id && random ? { id, generation: Number(generation), random } : null;
}

export function createRefreshTokens(secrets: string[]) {
  const keys = keyRing(() => deriveKeys(secrets, "refresh", HMAC, ["sign"]));

  return {
    /** The token that the browser gets, under the newest secret. */
    sign: async (token: RefreshToken): Promise<string> => sign((await keys.newest()).key, token),

    /** Signs `token` with each secret, and returns the result that has this SHA-256. */
    async match(token: RefreshToken, hash: string): Promise<string | null> {
      for (const { key } of await keys.all()) {
        const signed = await sign(key, token);
        if ((await hashToken(signed)) === hash) return signed;
      }
      return null;
    },
  };
}

async function sign(key: CryptoKey, { id, generation, random }: RefreshToken): Promise<string> {
  const content = `${id}.${generation}.${random}`;
  const mac = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(content));
  return `${content}.${toBase64Url(mac)}`;
}
