import { toHex } from "./reference-token";

export interface DerivedKey {
  /** Identifies the key, and reveals nothing about it. */
  kid: string;
  key: CryptoKey;
}

type Algorithm = (AesKeyGenParams | HmacKeyGenParams) & { length: number };

/**
 * One key per secret, in the same order, for one purpose only: HKDF (RFC 5869). A token made for one purpose is invalid for
 * another. Deriving is slow: do it once and keep the keys.
 */
export function deriveKeys(
  secrets: string[],
  purpose: string,
  algorithm: Algorithm,
  usages: KeyUsage[],
  extractable = false,
): Promise<DerivedKey[]> {
  return Promise.all(
    secrets.map(async (secret) => {
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
        crypto.subtle.deriveKey(hkdf("key"), master, algorithm, extractable, usages),
        crypto.subtle.deriveBits(hkdf("kid"), master, 48),
      ]);
      return { key, kid: toHex(id) };
    }),
  );
}

/** Keys that are made at first use and kept, newest first. */
export function keyRing<Key>(derive: () => Promise<Key[]>) {
  let derived: Promise<Key[]> | undefined;
  const all = () => {
    derived ??= derive();
    return derived;
  };
  return {
    all,
    async newest(): Promise<Key> {
      const [newest] = await all();
      if (!newest) throw new Error("AUTH_SECRET is empty");
      return newest;
    },
  };
}
