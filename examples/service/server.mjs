// A separate service: no Next.js, no sessions, no secret. A token that the app has signed identifies the caller. The
// service needs only the public keys of the app.
import { createServer } from "node:http";
import { createRemoteJWKSet, errors, jwtVerify } from "jose";

const {
  ISSUER = "http://localhost:3000", // the app: AUTH_URL, or where it runs
  AUDIENCE = "http://localhost:4000", // this service, as the app names it
  ALGORITHM = "EdDSA", // the app's TOKEN_ALGORITHM
  PORT = "4000",
} = process.env;

// The keys are fetched for the first token, and again after 5 minutes or when a token names an unknown key.
const keys = createRemoteJWKSet(new URL("/.well-known/jwks.json", ISSUER), {
  cacheMaxAge: 300_000,
});

// Without `algorithms` the sender could choose the algorithm. Without `audience`, tokens for other services would be
// accepted. Without `typ`, other kinds of JWT signed with the same keys would be accepted (RFC 8725, RFC 9068).
const algorithms = [ALGORITHM];
const requiredClaims = ["sub", "exp", "jti"];
const demands = { algorithms, typ: "at+jwt", issuer: ISSUER, audience: AUDIENCE, requiredClaims };

const server = createServer(async ({ headers }, response) => {
  const answer = (status, body, more) => {
    response.writeHead(status, {
      "Content-Type": "application/json",
      "Cache-Control": "no-store",
      ...more,
    });
    response.end(JSON.stringify({ service: AUDIENCE, ...body }));
  };
  const [, token] = /^Bearer ([\w.-]+)$/i.exec(headers.authorization ?? "") ?? [];
  if (!token) return answer(401, { reason: "no token" }, { "WWW-Authenticate": "Bearer" });
  try {
    const { payload } = await jwtVerify(token, keys, demands);
    answer(200, { user: payload.sub }); // this service decides what the user may do here
  } catch (error) {
    // The keys could not be fetched, so the token could not be checked.
    if (
      !(error instanceof errors.JOSEError) ||
      /JWKS_TIMEOUT|JWKS_INVALID|GENERIC/.test(error.code)
    )
      return answer(503, { reason: "could not check" }, { "Retry-After": "5" });
    answer(401, { reason: error.message }, { "WWW-Authenticate": 'Bearer error="invalid_token"' });
  }
});
server.listen(PORT, () => console.log(`Listening on http://localhost:${server.address().port}`));
