import "server-only";
import { createECDH, createPrivateKey, hkdfSync, type KeyObject } from "node:crypto";
import type { TokenAlgorithm } from "./settings";

/** The PKCS #8 prefix of the 32 bytes of an Ed25519 key (RFC 8410, section 7). */
const PKCS8_PREFIX = Buffer.from("302e020100300506032b657004220420", "hex");

/** The order of P-256 (FIPS 186-5). A private key is a number from 1 to one less. */
const P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** By HKDF (RFC 5869), so that nobody can compute the secret from the key. */
const derive = (secret: string, purpose: string, length: number) =>
  Buffer.from(hkdfSync("sha256", secret, "", purpose, length));

/** The private key of a secret: the same on every server that has the secret. */
export const privateKeyOf: Record<TokenAlgorithm, (secret: string) => KeyObject> = {
  EdDSA(secret) {
    const key = Buffer.concat([PKCS8_PREFIX, derive(secret, "service-token key", 32)]);
    return createPrivateKey({ key, format: "der", type: "pkcs8" });
  },

  ES256(secret) {
    // 16 bytes more than the order has, so that the result is practically uniform (FIPS 186-5, A.2.1).
    const bytes = derive(secret, "service-token key ES256", 48);
    const number = (BigInt(`0x${bytes.toString("hex")}`) % (P256_ORDER - 1n)) + 1n;
    const d = Buffer.from(number.toString(16).padStart(64, "0"), "hex");
    const pair = createECDH("prime256v1");
    pair.setPrivateKey(d);
    const point = pair.getPublicKey();
    const [x, y] = [point.subarray(1, 33), point.subarray(33)];
    const [d64, x64, y64] = [d, x, y].map((part) => part.toString("base64url"));
    const key = { kty: "EC", crv: "P-256", d: d64, x: x64, y: y64 };
    return createPrivateKey({ key, format: "jwk" });
  },

  RS256: (pem) => createPrivateKey(pem),
};
