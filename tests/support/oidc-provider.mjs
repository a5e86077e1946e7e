// A real OpenID Connect provider as a separate process, with a sign-in page and a few accounts.
// It listens on a free port of this machine, keeps everything in memory, and prints its URL.
// OIDC_ACCESS_TOKEN_TTL: seconds that its access tokens live. OIDC_TOKEN_BITS: how long its tokens are.
// OIDC_BACK_CHANNEL: the URL of the app for logout notifications. OIDC_LIKE: the provider that it imitates
// (oidc-likenesses.mjs).
import { createServer } from "node:http";
import { clientId, clientSecret, findAccount } from "./oidc-accounts.mjs";
import { likenesses, plain } from "./oidc-likenesses.mjs";

// Hides warnings about storage in memory and public keys, which are correct for tests.
console.warn = () => {};
const { Provider } = await import("oidc-provider");

const backChannel = process.env.OIDC_BACK_CHANNEL;
const like = likenesses[process.env.OIDC_LIKE] ?? plain;

// A client that sends a request on a connection which the server closes at that moment gets no answer.
const server = createServer({ keepAliveTimeout: 0 });
server.listen(0, "127.0.0.1", () => {
  // A different site than the app, if the app is on localhost.
  const url = `http://${like === plain ? "localhost" : "127.0.0.1"}:${server.address().port}`;
  const provider = createProvider(like.issuer ?? url);
  const answer = provider.callback();
  server.on("request", (request, response) => {
    if (request.url.startsWith("/interaction/")) return signInPage(provider, request, response);
    like.change?.(request, response, url);
    return response.writableEnded ? undefined : answer(request, response);
  });
  console.log(url);
});

function createProvider(issuer) {
  const { id, claims, client, features, settings, accountOf } = { ...plain, ...like };
  const provider = new Provider(issuer, {
    clients: [
      {
        ...client,
        client_id: clientId,
        client_secret: clientSecret,
        // A native client may use any port of this machine in its redirect URI (RFC 8252, 7.3).
        application_type: "native",
        redirect_uris: ["http://localhost", "https://app.example"].map(
          (site) => `${site}/api/auth/callback/${id}`,
        ),
        post_logout_redirect_uris: ["http://localhost/", "https://app.example/"],
        ...(backChannel && {
          backchannel_logout_uri: backChannel,
          backchannel_logout_session_required: true,
        }),
        grant_types: ["authorization_code", "refresh_token"],
      },
    ],
    clockTolerance: 0,
    formats: { bitsOfOpaqueRandomness: Number(process.env.OIDC_TOKEN_BITS ?? 256) },
    cookies: { keys: ["a key for tests"] },
    claims,
    // The default fetch refuses addresses of this machine and times out after 2.5 seconds.
    fetch: (url, { dispatcher: _, signal: __, ...init }) => fetch(url, init),
    features: {
      devInteractions: { enabled: false },
      revocation: { enabled: true },
      backchannelLogout: { enabled: Boolean(backChannel) },
      rpInitiatedLogout: { enabled: true, logoutSource, postLogoutSuccessSource },
      ...features,
    },
    ...settings,
    // Reuse of a refresh token revokes all tokens of the grant (RFC 9700, 4.14.2).
    rotateRefreshToken: true,
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    async loadExistingGrant({ oidc }) {
      const grant = new provider.Grant({
        clientId: oidc.client.clientId,
        accountId: oidc.session.accountId,
      });
      grant.addOIDCScope("openid profile email name offline_access");
      await grant.save();
      return grant;
    },
    findAccount(_context, sub) {
      const account = findAccount(sub);
      return account && { accountId: sub, claims: () => ({ sub, ...accountOf(account, sub) }) };
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

/** Asks the user to confirm the sign-out, which may be unintended. */
function logoutSource(context, form) {
  context.body = `<!doctype html>
<html lang="en">
  <title>Test provider</title>
  <link rel="icon" href="data:,">
  <h1>Sign out at the test provider</h1>
  ${form}
  <button form="op.logoutForm" name="logout" value="yes">Sign out</button>
</html>`;
}

/** The default page loads fonts from the Internet. */
function postLogoutSuccessSource(context) {
  context.body = `<!doctype html>
<html lang="en">
  <title>Test provider</title>
  <link rel="icon" href="data:,">
  <h1>Signed out at the test provider</h1>
</html>`;
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
  const { uid, prompt, session } = await provider.interactionDetails(request, response);
  // Native clients need consent at each sign-in (RFC 8252, 8.6). Here, a sign-in includes the consent.
  if (prompt.name === "consent") {
    like.signedIn?.(uid, session.accountId);
    return provider.interactionFinished(
      request,
      response,
      { consent: {} },
      { mergeWithLastSubmission: true },
    );
  }
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
