// The logout token of OpenID Connect Back-Channel Logout 1.0, section 2.6.
import "server-only";
import {
  createRemoteJWKSet,
  customFetch,
  decodeJwt,
  errors,
  type JWTVerifyGetKey,
  jwtVerify,
} from "jose";
import { z } from "zod";
import { providerFetch } from "../../lib/authjs/provider-fetch";
import { discover, findIssuer } from "../../lib/authjs/provider-server";
import { type EndedLogin, nameField } from "./logins";

/** Seconds that a token is accepted after it was made. */
export const LIFETIME = 5 * 60;
/** Seconds by which the provider's clock may differ. */
const TOLERANCE = 60;

const EVENT = "http://schemas.openid.net/event/backchannel-logout";

/** Only asymmetric algorithms: the client secret must not be accepted as a key. */
const ALGORITHMS = [
  ...["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"],
  ...["ES256", "ES384", "ES512", "EdDSA", "Ed25519"],
];
/** Older providers send no type or a general one. Other types are refused. */
const TYPES = [undefined, "JWT", "logout+jwt", "application/logout+jwt"];

const claims = z
  .object({
    jti: nameField,
    sub: nameField.optional(),
    sid: nameField.optional(),
    events: z.object({ [EVENT]: z.looseObject({}) }),
    /** A nonce identifies an ID token. */
    nonce: z.never().optional(),
  })
  .refine(({ sub, sid }) => sub !== undefined || sid !== undefined);

/** The token is not a recent token of a known provider for this app. */
export class InvalidLogoutToken extends Error {}

/**
 * The ended login in the token, and the token's id. Throws InvalidLogoutToken, and ProviderUnavailable if its keys are
 * not known.
 */
export async function verifyLogoutToken(token: string): Promise<EndedLogin & { jti: string }> {
  try {
    // Not verified yet: it can be a value of any type.
    const { iss } = decodeJwt<{ iss: unknown }>(token);
    const provider = typeof iss === "string" ? findIssuer(iss) : undefined;
    if (!provider) throw new InvalidLogoutToken("It is of another issuer");
    const {
      issuer,
      jwks_uri,
      id_token_signing_alg_values_supported = ["RS256"],
    } = await discover(provider);
    const supported = id_token_signing_alg_values_supported as string[];
    const { payload, protectedHeader } = await jwtVerify(
      token,
      keysAt(provider.id, `${jwks_uri}`),
      {
        issuer,
        audience: `${provider.clientId}`,
        algorithms: ALGORITHMS.filter((name) => supported.includes(name)),
        requiredClaims: ["exp"],
        maxTokenAge: LIFETIME,
        clockTolerance: TOLERANCE,
      },
    );
    if (!TYPES.includes(protectedHeader.typ)) throw new InvalidLogoutToken("It is of another type");
    const { jti, sub, sid } = claims.parse(payload);
    return { provider: provider.id, jti, sub, sid };
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof z.ZodError)
      throw new InvalidLogoutToken(error.name);
    throw error;
  }
}

const keySets = new Map<string, JWTVerifyGetKey>();

/** Fetched again for an unknown key, at most twice a minute. */
function keysAt(provider: string, url: string): JWTVerifyGetKey {
  const known = keySets.get(url);
  if (known) return known;
  const keys = createRemoteJWKSet(new URL(url), { [customFetch]: providerFetch(provider) });
  keySets.set(url, keys);
  return keys;
}
