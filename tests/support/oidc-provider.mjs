// A real OpenID Connect provider as a process of its own, with a sign-in page and a few accounts.
// It listens on a free port of this machine, keeps everything in memory, and prints its issuer URL.
// OIDC_ACCESS_TOKEN_TTL: seconds that its access tokens live.
import { createServer } from "node:http";
import { clientId, clientSecret, findAccount } from "./oidc-accounts.mjs";

// It warns of what is right for tests: all in memory, with keys that everyone knows.
console.warn = () => {};
const { Provider } = await import("oidc-provider");

const server = createServer();
server.listen(0, "127.0.0.1", () => {
  const issuer = `http://localhost:${server.address().port}`;
  const provider = createProvider(issuer);
  const answer = provider.callback();
  server.on("request", (request, response) => {
    if (request.url.startsWith("/interaction/")) return signInPage(provider, request, response);
    return answer(request, response);
  });
  console.log(issuer);
});

function createProvider(issuer) {
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        // A native client may come back to any port of this machine (RFC 8252, 7.3).
        application_type: "native",
        redirect_uris: [
          "http://localhost/api/auth/callback/oidc",
          "https://app.example/api/auth/callback/oidc",
        ],
        grant_types: ["authorization_code", "refresh_token"],
      },
    ],
    clockTolerance: 0,
    cookies: { keys: ["a key for tests"] },
    claims: { openid: ["sub"], profile: ["name"], email: ["email", "email_verified"] },
    features: { devInteractions: { enabled: false }, revocation: { enabled: true } },
    // A used one ends the whole family (RFC 9700, 4.14.2).
    rotateRefreshToken: true,
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    async loadExistingGrant({ oidc }) {
      const grant = new provider.Grant({
        clientId: oidc.client.clientId,
        accountId: oidc.session.accountId,
      });
      grant.addOIDCScope("openid profile email offline_access");
      await grant.save();
      return grant;
    },
    findAccount(_context, sub) {
      const account = findAccount(sub);
      return account && { accountId: sub, claims: () => ({ sub, ...account }) };
    },
    ttl: {
      AccessToken: Number(process.env.OIDC_ACCESS_TOKEN_TTL ?? 600),
      AuthorizationCode: 60,
      Grant: 600,
      IdToken: 600,
      Interaction: 600,
      RefreshToken: 600,
      Session: 600,
    },
  });
  provider.on("server_error", (_context, error) => console.error(error));
  return provider;
}

async function signInPage(provider, request, response) {
  if (request.method === "POST") {
    let body = "";
    for await (const data of request) body += data;
    const form = new URLSearchParams(body);
    const accountId = form.get("login");
    const result =
      form.has("cancel") || !findAccount(accountId)
        ? { error: "access_denied", error_description: "The user said no" }
        : { login: { accountId } };
    return provider.interactionFinished(request, response, result);
  }
  const { uid, prompt } = await provider.interactionDetails(request, response);
  // A native client's users are asked each time (RFC 8252, 8.6). Here, whoever signs in has agreed.
  if (prompt.name === "consent")
    return provider.interactionFinished(
      request,
      response,
      { consent: {} },
      { mergeWithLastSubmission: true },
    );
  response.setHeader("content-type", "text/html; charset=utf-8");
  response.end(`<!doctype html>
<html lang="en">
  <title>Test provider</title>
  <link rel="icon" href="data:,">
  <h1>Sign in at the test provider</h1>
  <form method="post" action="/interaction/${uid}">
    <label>Account <input name="login" required></label>
    <button>Continue</button>
    <button name="cancel" formnovalidate>Cancel</button>
  </form>
</html>`);
}
