import { deriveKeys, keyRing } from "../../lib/session/tokens/keys";
import { toBase64Url } from "../../lib/session/tokens/reference-token";
import type { Claim } from "./claims";

const HMAC = { name: "HMAC", hash: "SHA-256", length: 256 } as const;

/**
 * The seed of an exchanged session's tokens. It is the same for each request with the same old session, on every server,
 * and is not stored. It cannot be computed without AUTH_SECRET.
 */
export function createSeeds(secrets: string[]) {
  const keys = keyRing(() => deriveKeys(secrets, "move", HMAC, ["sign"]));
  return async ({ id, proof, at }: Claim): Promise<string> => {
    const { key } = await keys.newest();
    const content = new TextEncoder().encode(`${id}.${proof}.${at}`);
    return toBase64Url(await crypto.subtle.sign("HMAC", key, content));
  };
}
