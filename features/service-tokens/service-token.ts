// Tokens by which another service knows who calls it. Nothing is stored: the signing keys are derived from
// AUTH_SECRET, and the public halves stand at /.well-known/jwks.json (docs/decisions/0007).
import "server-only";
import { createPrivateKey, createPublicKey, hkdfSync, randomUUID } from "node:crypto";
import { calculateJwkThumbprint, type JSONWebKeySet, type JWK, SignJWT } from "jose";
import { env } from "../../lib/env";
import { isTrustedHost, siteOrigin } from "../../lib/http/origin";
import { keyRing } from "../../lib/session/tokens/keys";

/** Seconds. Signing out does not reach a token that is out: a service believes it until then. */
export const TOKEN_MAX_AGE = 5 * 60;

const ALGORITHM = "EdDSA";

/** What stands before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410, section 7). */
const PKCS8_PREFIX = Buffer.from("302e020100300506032b657004220420", "hex");

interface ServiceTokenOptions {
  /** Newest first: the first signs, the public halves of all are published. */
  secrets: string[];
  /** Milliseconds since the epoch. */
  clock: () => number;
}

interface Grant {
  /** The origin of this app, by which a service finds the keys. */
  issuer: string;
  /** The user's id. */
  subject: string;
  /** The one service that may accept it. */
  audience: string;
}

/** Signs tokens in the form of RFC 9068, and publishes the keys to verify them with. */
export function createServiceTokens({ secrets, clock }: ServiceTokenOptions) {
  const keys = keyRing(() => Promise.all([...new Set(secrets)].map(deriveKey)));

  return {
    /** Says who, for whom and until when, and no more: what the user may do there, the service knows. */
    async mint({ issuer, subject, audience }: Grant): Promise<string> {
      const newest = await keys.newest();
      const now = Math.floor(clock() / 1000);
      // RFC 9068 wants a client_id: here the app is its own client.
      return new SignJWT({ client_id: issuer })
        .setProtectedHeader({ alg: ALGORITHM, typ: "at+jwt", kid: newest.jwk.kid })
        .setIssuer(issuer)
        .setSubject(subject)
        .setAudience(audience)
        .setIssuedAt(now)
        .setExpirationTime(now + TOKEN_MAX_AGE)
        .setJti(randomUUID())
        .sign(newest.privateKey);
    },

    /** Public halves only, newest first (RFC 7517). */
    async keySet(): Promise<JSONWebKeySet> {
      return { keys: (await keys.all()).map(({ jwk }) => jwk) };
    },
  };
}

/** HKDF (RFC 5869): whoever has the key still does not have the secret. The kid is the thumbprint (RFC 7638). */
async function deriveKey(secret: string) {
  const seed = Buffer.from(hkdfSync("sha256", secret, "", "service-token key", 32));
  const der = Buffer.concat([PKCS8_PREFIX, seed]);
  const privateKey = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  // Field by field, so that a private part never gets into what is published.
  const { kty, crv, x } = createPublicKey(privateKey).export({ format: "jwk" });
  const kid = await calculateJwkThumbprint({ kty, crv, x } as JWK);
  return { privateKey, jwk: { kty, crv, x, kid, alg: ALGORITHM, use: "sig" } as JWK };
}

/** Those of this process. */
export const serviceTokens = createServiceTokens({ secrets: env.AUTH_SECRET, clock: Date.now });

/** The origin of this app, or null when the Host header is all there is and it cannot be believed. */
export function issuerOf(headers: Headers): string | null {
  return isTrustedHost(headers) ? siteOrigin(headers) : null;
}

/** Why there is no token for `audience`, with the remedy; null when there is one. */
export function refuseAudience(audience: unknown, allowed = env.TOKEN_AUDIENCES): string | null {
  if (typeof audience !== "string" || audience === "")
    return 'The audience is missing → send JSON like { "audience": "https://service.example" }';
  if (!/^[\w.:/-]{1,200}$/.test(audience))
    return "The audience is no address and no name → send one like https://service.example";
  if (allowed.length > 0 && !allowed.includes(audience))
    return "This audience is not allowed → add it to TOKEN_AUDIENCES, or ask for one that is there";
  return null;
}
