import { type DerivedKey, deriveKeys } from "./keys";
import { hashToken, toBase64Url } from "./token";

/** With the default lifetimes, more refreshes than fit into the life of one session. */
const MAX_GENERATIONS = 4096;

const HMAC = { name: "HMAC", hash: "SHA-256", length: 256 } as const;

/**
 * The line of refresh tokens in a session. Each token is the HMAC of the one before, under a key that
 * only the server has: so a lost successor can be told again although no token is stored, and an old
 * token can be known for an ancestor of the one in force.
 */
export function createSuccession(secrets: string[]) {
  let derived: Promise<DerivedKey[]> | undefined;
  const getKeys = () => {
    derived ??= deriveKeys(secrets, "succession", HMAC, ["sign"]);
    return derived;
  };

  return {
    /** The token that comes after `token`. */
    async next(token: string): Promise<string> {
      const [newest] = await getKeys();
      if (!newest) throw new Error("AUTH_SECRET is empty");
      return successor(newest, token);
    },

    /** The successor of `token` if it is the one in force, under any of the secrets. */
    async nextIfCurrent(token: string, currentHash: string): Promise<string | null> {
      for (const key of await getKeys()) {
        const next = await successor(key, token);
        if ((await hashToken(next)) === currentHash) return next;
      }
      return null;
    },

    /** Whether the token in force descends from `token`. */
    async isAncestor(token: string, currentHash: string): Promise<boolean> {
      for (const key of await getKeys()) {
        let descendant = token;
        for (let generation = 0; generation < MAX_GENERATIONS; generation++) {
          descendant = await successor(key, descendant);
          if ((await hashToken(descendant)) === currentHash) return true;
        }
      }
      return false;
    },
  };
}

async function successor({ key }: DerivedKey, token: string): Promise<string> {
  return toBase64Url(await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(token)));
}
