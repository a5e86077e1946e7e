// Tokens that tell another service who calls it. Nothing is stored: the signing keys are derived from AUTH_SECRET, or given
// where they cannot be derived (RS256). The public keys are at /.well-known/jwks.json (docs/decisions/0007).
import "server-only";
import { createPublicKey, randomUUID } from "node:crypto";
import { calculateJwkThumbprint, type JSONWebKeySet, type JWK, SignJWT } from "jose";
import { env } from "../../lib/env";
import { isTrustedHost, siteOrigin } from "../../lib/http/origin";
import { keyRing } from "../../lib/session/tokens/keys";
import { privateKeyOf } from "./private-key";
import type { TokenAlgorithm } from "./settings";

/** Seconds. Signing out does not revoke a token: a service accepts it until it expires. */
export const TOKEN_MAX_AGE = 5 * 60;

interface ServiceTokenOptions {
  algorithm?: TokenAlgorithm;
  /**
   * The secrets from which the keys are derived; with RS256 the keys. Newest first: the first signs, the public keys of
   * all are published.
   */
  secrets: string[];
  /** Milliseconds since the epoch. */
  clock: () => number;
}

interface Grant {
  /** The origin of this app, where a service finds the keys. */
  issuer: string;
  /** The user's id. */
  subject: string;
  /** The one service that may accept it. */
  audience: string;
}

/** Signs tokens in the form of RFC 9068, and publishes the keys to verify them with. */
export function createServiceTokens({ algorithm = "EdDSA", secrets, clock }: ServiceTokenOptions) {
  const keys = keyRing(() =>
    Promise.all([...new Set(secrets)].map((secret) => makeKey(algorithm, secret))),
  );

  return {
    /** The claims contain the user, the service and the expiry time. The service decides what the user may do there. */
    async mint({ issuer, subject, audience }: Grant): Promise<string> {
      const newest = await keys.newest();
      const now = Math.floor(clock() / 1000);
      // RFC 9068 requires a client_id: here the app is its own client.
      return new SignJWT({ client_id: issuer })
        .setProtectedHeader({ alg: algorithm, typ: "at+jwt", kid: newest.jwk.kid })
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

/** The kid is the thumbprint of the public key (RFC 7638). */
async function makeKey(algorithm: TokenAlgorithm, secret: string) {
  const privateKey = privateKeyOf[algorithm](secret);
  // Copied field by field, so that the private key is never published.
  const { kty, crv, x, y, n, e } = createPublicKey(privateKey).export({ format: "jwk" });
  const kid = await calculateJwkThumbprint({ kty, crv, x, y, n, e } as JWK);
  return {
    privateKey,
    jwk: { kty, crv, x, y, n, e, kid, alg: algorithm, use: "sig" } as JWK,
  };
}

/** The tokens of this process. */
export const serviceTokens = createServiceTokens({
  algorithm: env.TOKEN_ALGORITHM,
  secrets: env.TOKEN_SIGNING_KEY ?? env.AUTH_SECRET,
  clock: Date.now,
});

/** The origin of this app. Null if it is known only from a Host header that cannot be trusted. */
export function issuerOf(headers: Headers): string | null {
  return isTrustedHost(headers) ? siteOrigin(headers) : null;
}

/** Why `audience` is refused, with the fix. Null if it is allowed. */
export function refuseAudience(audience: unknown, allowed = env.TOKEN_AUDIENCES): string | null {
  if (typeof audience !== "string" || audience === "")
    return 'The audience is missing → send JSON like { "audience": "https://service.example" }';
  if (!/^[\w.:/-]{1,200}$/.test(audience))
    return "The audience is neither a URL nor a name → send one like https://service.example";
  if (allowed.length > 0 && !allowed.includes(audience))
    return "This audience is not allowed → add it to TOKEN_AUDIENCES, or request one that it contains";
  return null;
}
