// A refresh token is `id.generation.random.mac`. The random part is made at sign-in and is stored nowhere; the
// mac says that the server made the token. So a lost successor can be given again although no token is stored,
// and a token that was used before is known, however long ago. docs/decisions/0009.
import { deriveKeys, keyRing } from "./keys";
import { hashToken, toBase64Url } from "./reference-token";

const HMAC = { name: "HMAC", hash: "SHA-256", length: 256 } as const;

export interface RefreshToken {
  /** Of the session. */
  id: string;
  /** How many refreshes came before it. */
  generation: number;
  /** 256 bits that all tokens of the session have in common, and no one else has. */
  random: string;
}

/** What it says, whoever made it; null for whatever has another form. */
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

    /** The one that has this SHA-256, if it is `token` under any of the secrets. */
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
