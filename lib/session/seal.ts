import { EncryptJWT, errors, type JWTPayload, jwtDecrypt } from "jose";
import { deriveKeys, keyRing } from "./keys";

const CIPHER = { alg: "dir", enc: "A256GCM" } as const;
const AES = { name: "AES-GCM", length: 256 } as const;

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
  const keys = keyRing(() => deriveKeys(secrets, purpose, AES, ["encrypt", "decrypt"]));

  return {
    async seal(claims: JWTPayload): Promise<string> {
      const newest = await keys.newest();
      return new EncryptJWT(claims)
        .setProtectedHeader({ ...CIPHER, typ, kid: newest.kid })
        .encrypt(newest.key);
    },

    /**
     * The claims, or null for anything that is not a living token of ours. `now` in milliseconds; without
     * it, a token that has expired is opened too.
     */
    async open(token: string, now = 0): Promise<JWTPayload | null> {
      const known = await keys.all();
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

/**
 * The same bytes have several spellings in base64url, which decoders let pass; ours is the one whose last
 * character leaves no bit over (RFC 4648 3.5). By its form, because decoding costs half as much as decrypting.
 */
const CANONICAL = /^(?:[\w-]{4})*(?:[\w-][AQgw]|[\w-]{2}[AEIMQUYcgkosw048])?$/;

const isCanonical = (token: string) => token.split(".").every((part) => CANONICAL.test(part));
