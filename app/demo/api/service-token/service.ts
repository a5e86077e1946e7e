import "server-only";
import { createRemoteJWKSet, errors, jwtVerify } from "jose";
import type { ServiceAnswer } from "@/app/demo/service-token/answers";
import { env } from "@/lib/env";

/** Milliseconds. */
const TIMEOUT = 3_000;

interface Call {
  token: string;
  issuer: string;
  audience: string;
}

/** What the service says to `token`: the one that runs at `audience` or, where none does, the lab in its place. */
export async function callService(call: Call): Promise<ServiceAnswer> {
  return (await askService(call)) ?? (await playService(call));
}

/** Null where examples/service does not run. Asked on this machine only: elsewhere it is someone's real one. */
async function askService({ token, audience }: Call): Promise<ServiceAnswer | null> {
  const url = URL.canParse(audience) ? new URL(audience) : null;
  if (!url || !/^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname)) return null;
  try {
    const response = await fetch(url, {
      headers: { Authorization: `Bearer ${token}` },
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT),
    });
    const { service, user, reason } = await response.json();
    // Something else may listen there.
    return service === audience ? { by: audience, status: response.status, user, reason } : null;
  } catch {
    return null;
  }
}

/**
 * What examples/service does, with nothing but the public keys, fetched over HTTP: from this process, wherever a header
 * says that the site is.
 */
async function playService({ token, issuer, audience }: Call): Promise<ServiceAnswer> {
  const here = `http://localhost:${env.PORT}/.well-known/jwks.json`;
  const keys = createRemoteJWKSet(new URL(here), { timeoutDuration: TIMEOUT });
  try {
    const { payload } = await jwtVerify(token, keys, {
      algorithms: [env.TOKEN_ALGORITHM],
      typ: "at+jwt",
      issuer,
      audience,
      requiredClaims: ["sub", "exp", "jti"],
    });
    return { by: null, status: 200, user: payload.sub };
  } catch (error) {
    const fetched =
      error instanceof errors.JOSEError && !/JWKS_TIMEOUT|JWKS_INVALID|GENERIC/.test(error.code);
    return fetched
      ? { by: null, status: 401, reason: error.message }
      : { by: null, status: 503, reason: "could not check" };
  }
}
