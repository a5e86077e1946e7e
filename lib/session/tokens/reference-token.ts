import { nodeCrypto } from "./node-crypto";

/** A reference token: 256 random bits, base64url, 43 characters (ASVS 7.2.3 asks for 128). */
export function newToken(): string {
  return toBase64Url(crypto.getRandomValues(new Uint8Array(32)).buffer);
}

/** Whether a string has the form of a token. Other strings are never looked up. */
export function isToken(value: string): boolean {
  return /^[\w-]{43}$/.test(value);
}

/** SHA-256 in hex. Stored in place of a token, it signs nobody in. */
export async function hashToken(token: string): Promise<string> {
  if (nodeCrypto) return nodeCrypto.hash("sha256", token);
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(token));
  return toHex(digest);
}

/** Lower-case hex of the bytes. */
export function toHex(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** base64url without padding (RFC 4648 5). */
export function toBase64Url(bytes: ArrayBuffer): string {
  return btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
