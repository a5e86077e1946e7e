import { base64url, EncryptJWT, type JWTPayload } from "jose";
import { deriveKeys, keyRing } from "./keys";
import { nodeCrypto } from "./node-crypto";

const CIPHER = { alg: "dir", enc: "A256GCM" } as const;
const AES = { name: "AES-GCM", length: 256 } as const;

interface SealOptions {
  /** Newest first: the first encrypts, all of them decrypt. */
  secrets: string[];
  /** The purpose of the tokens. It is part of the key, so a token made for one purpose is invalid for another. */
  purpose: string;
}

/**
 * Encrypts claims into a compact JWE (RFC 7516) and back. Only one exact header per key is accepted, and so only one
 * algorithm (RFC 8725 3.1, ASVS 9.1.2); `exp` is required. Keys are derived once, at first use. Edge-safe.
 */
export function createSeal({ secrets, purpose }: SealOptions) {
  const keys = keyRing(async () => {
    // Node's own crypto can only use extractable keys: for others, KeyObject.from is deprecated (DEP0204).
    const extractable = nodeCrypto !== undefined;
    const derived = await deriveKeys(secrets, purpose, AES, ["encrypt", "decrypt"], extractable);
    return derived.map(({ kid, key }) => {
      const header = { ...CIPHER, typ: `${purpose}+jwt`, kid };
      const written = base64url.encode(JSON.stringify(header));
      return { header, written, key, decrypt: decryptWith(key, written) };
    });
  });

  return {
    async seal(claims: JWTPayload): Promise<string> {
      const { header, key } = await keys.newest();
      return new EncryptJWT(claims).setProtectedHeader(header).encrypt(key);
    },

    /**
     * The claims, or null for anything but a valid token of ours. `now` in milliseconds; without it, expired tokens are
     * accepted too.
     */
    async open(token: string, now = 0): Promise<JWTPayload | null> {
      const known = await keys.all();
      const [, header, iv, text, tag] = FORM.exec(token) ?? [];
      const match = known.find(({ written }) => written === header);
      if (!match || !iv || !text || !tag) return null;
      try {
        const claims: JWTPayload = JSON.parse(await match.decrypt(iv, text, tag));
        return isTimely(claims, now) ? claims : null;
      } catch {
        return null;
      }
    },
  };
}

/**
 * Header, IV of 96 bits, text and tag of 128 (RFC 7518 5.3). The same bytes can be written in several ways in
 * base64url, and decoders accept all of them. Only the one without unused bits is accepted here (RFC 4648 3.5).
 */
const FORM =
  /^([\w-]+)\.\.([\w-]{16})\.((?:[\w-]{4})*(?:[\w-][AQgw]|[\w-]{2}[AEIMQUYcgkosw048])?)\.([\w-]{21}[AQgw])$/;

/** Rounded: from 2038 on, converting milliseconds to fractional seconds and back is not exact. */
function isTimely({ exp, nbf = 0 }: JWTPayload, now: number): boolean {
  return typeof exp === "number" && now < Math.round(exp * 1000) && nbf * 1000 <= now;
}

/** Throws, or rejects, for what this key did not encrypt under this header. */
function decryptWith(key: CryptoKey, header: string) {
  const additionalData = new TextEncoder().encode(header);

  if (nodeCrypto) {
    const { createDecipheriv, KeyObject } = nodeCrypto;
    const secret = KeyObject.from(key);
    return (iv: string, text: string, tag: string): string => {
      const decipher = createDecipheriv("aes-256-gcm", secret, Buffer.from(iv, "base64url"));
      decipher.setAAD(additionalData).setAuthTag(Buffer.from(tag, "base64url"));
      return decipher.update(text, "base64url", "utf8") + decipher.final("utf8");
    };
  }

  return async (iv: string, text: string, tag: string): Promise<string> => {
    const encrypted = new Uint8Array([...base64url.decode(text), ...base64url.decode(tag)]);
    const options = { ...AES, iv: new Uint8Array(base64url.decode(iv)), additionalData };
    return new TextDecoder().decode(await crypto.subtle.decrypt(options, key, encrypted));
  };
}
