// A service of another kind: no Next.js, no sessions, no secret. It knows who calls by a token that the app
// has signed, and all it needs from the app are the public keys.
import { createServer } from "node:http";
import { createRemoteJWKSet, errors, jwtVerify } from "jose";

const {
  ISSUER = "http://localhost:3000", // the app: AUTH_URL, or where it runs
  AUDIENCE = "http://localhost:4000", // this service, as the app names it
  PORT = "4000",
} = process.env;

// Fetched for the first token, and again after 5 minutes or for a key that is not among them.
const keys = createRemoteJWKSet(new URL("/.well-known/jwks.json", ISSUER), {
  cacheMaxAge: 300_000,
});

// Without `algorithms` the sender would choose, without `audience` a token for any other service would do,
// without `typ` another kind of JWT from the same keys (RFC 8725, RFC 9068).
const algorithms = ["EdDSA"];
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
    answer(200, { user: payload.sub }); // what this user may do here is for this service to know
  } catch (error) {
    // The keys could not be had: that says nothing about the token.
    if (
      !(error instanceof errors.JOSEError) ||
      /JWKS_TIMEOUT|JWKS_INVALID|GENERIC/.test(error.code)
    )
      return answer(503, { reason: "could not check" }, { "Retry-After": "5" });
    answer(401, { reason: error.message }, { "WWW-Authenticate": 'Bearer error="invalid_token"' });
  }
});
server.listen(PORT, () => console.log(`Listening on http://localhost:${server.address().port}`));
