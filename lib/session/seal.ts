import { base64url, EncryptJWT, errors, type JWTPayload, jwtDecrypt } from "jose";
import { toHex } from "./token";

const CIPHER = { alg: "dir", enc: "A256GCM" } as const;

interface SealOptions {
  /** Newest first: the first encrypts, all of them decrypt. */
  secrets: string[];
  /** What the tokens are for. Part of the key, so a token made for one purpose is noise for another. */
  purpose: string;
}

/**
 * Encrypts claims into a compact JWE and back. One algorithm only (RFC 8725 3.1, ASVS 9.1.2); `typ`
 * and `exp` are checked. Keys are derived once, at first use. Runs on the Edge too: WebCrypto alone.
 */
export function createSeal({ secrets, purpose }: SealOptions) {
  const typ = `${purpose}+jwt`;
  let keys: Promise<Key[]> | undefined;
  const getKeys = () => {
    keys ??= Promise.all(secrets.map((secret) => deriveKey(secret, purpose)));
    return keys;
  };

  return {
    async seal(claims: JWTPayload): Promise<string> {
      const [newest] = await getKeys();
      if (!newest) throw new Error("AUTH_SECRET is empty");
      return new EncryptJWT(claims)
        .setProtectedHeader({ ...CIPHER, typ, kid: newest.kid })
        .encrypt(newest.key);
    },

    /** The claims, or null for anything that is not a living token of ours. `now` in milliseconds. */
    async open(token: string, now: number): Promise<JWTPayload | null> {
      const known = await getKeys();
      try {
        if (!isCanonical(token)) return null;
        const { payload } = await jwtDecrypt(
          token,
          ({ kid }) => {
            const match = known.find((key) => key.kid === kid);
            if (!match) throw new errors.JWKSNoMatchingKey();
            return match.key;
          },
          {
            keyManagementAlgorithms: [CIPHER.alg],
            contentEncryptionAlgorithms: [CIPHER.enc],
            typ,
            requiredClaims: ["exp"],
            currentDate: new Date(now),
          },
        );
        return payload;
      } catch {
        return null;
      }
    },
  };
}

/** The same bytes have several spellings in base64url, which decoders let pass: one of them is ours. */
function isCanonical(token: string): boolean {
  return token.split(".").every((part) => base64url.encode(base64url.decode(part)) === part);
}

interface Key {
  kid: string;
  key: CryptoKey;
}

/** HKDF (RFC 5869). The kid is derived beside the key and says nothing about it. */
async function deriveKey(secret: string, purpose: string): Promise<Key> {
  const bytes = new TextEncoder();
  const master = await crypto.subtle.importKey("raw", bytes.encode(secret), "HKDF", false, [
    "deriveBits",
    "deriveKey",
  ]);
  const hkdf = (info: string) => ({
    name: "HKDF",
    hash: "SHA-256",
    salt: new Uint8Array(),
    info: bytes.encode(`${purpose} ${info}`),
  });
  const [key, id] = await Promise.all([
    crypto.subtle.deriveKey(hkdf("key"), master, { name: "AES-GCM", length: 256 }, false, [
      "encrypt",
      "decrypt",
    ]),
    crypto.subtle.deriveBits(hkdf("kid"), master, 48),
  ]);
  return { key, kid: toHex(id) };
}
