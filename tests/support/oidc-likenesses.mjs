// The differences of Google, Microsoft and Apple from the standard test provider (oidc-provider.mjs), by their
// documentation of November 2026. tests/support/reroute.mjs redirects the app's requests to them.

/** The claims are in the ID token, as with most providers, and not only at the userinfo endpoint. */
const inIdToken = { conformIdTokenClaims: false };

export const plain = {
  id: "oidc",
  claims: { openid: ["sub"], profile: ["name"], email: ["email", "email_verified"] },
  accountOf: (account) => account,
};

/** https://developers.google.com/identity/openid-connect/openid-connect */
const google = {
  id: "google",
  issuer: "https://accounts.google.com",
  claims: {
    openid: ["sub", "azp", "hd"],
    profile: ["name", "given_name", "family_name", "picture"],
    email: ["email", "email_verified"],
  },
  settings: inIdToken,
  accountOf: ({ name, email }, login) => ({
    ...{ name, email, given_name: name },
    email_verified: !login.startsWith("unverified"),
    picture: "https://lh3.googleusercontent.com/a/photo=s96-c",
    hd: email.endsWith("@gmail.com") ? undefined : email.split("@")[1],
  }),
};

export const TENANT = "2f4a9838-26b7-47ee-be60-ccc1fdec5953";

/**
 * https://learn.microsoft.com/en-us/entra/identity-platform/id-token-claims-reference. Its discovery document for "common"
 * names no tenant; each token names that of its user.
 */
const entra = {
  id: "microsoft-entra-id",
  issuer: `https://login.microsoftonline.com/${TENANT}/v2.0`,
  claims: {
    openid: ["sub", "tid", "oid", "ver"],
    profile: ["name", "preferred_username"],
    email: ["email", "xms_edov"],
  },
  settings: inIdToken,
  accountOf: ({ name, email }, login) => ({
    ...{ name, email, preferred_username: email },
    ...{ tid: TENANT, oid: "690222be-ff1a-4d56-abd1-7e4f7d38e474", ver: "2.0" },
    // An optional claim, which its documentation calls a boolean and which is sent as text.
    xms_edov: login.startsWith("edov") ? "1" : undefined,
  }),
  change(request, response) {
    withoutIss(response);
    const [, tenant, path] = /^\/([\w-]+)\/v2\.0(\/\.well-known\/.*)$/.exec(request.url) ?? [];
    if (!path) return;
    request.url = path;
    if (tenant !== TENANT)
      rewrite(response, (body) => body.replace(`/${TENANT}/v2.0`, "/{tenantid}/v2.0"));
  },
};

/**
 * https://developer.apple.com/documentation/signinwithapple. It answers by a form that its own page posts, with the name
 * when someone allows the app for the first time; it has no userinfo endpoint, no PKCE, and its scope has no openid.
 */
const apple = {
  id: "apple",
  issuer: "https://appleid.apple.com",
  claims: { openid: ["sub"], email: ["email", "email_verified", "is_private_email"], name: [] },
  client: { token_endpoint_auth_method: "client_secret_post" },
  features: { userinfo: { enabled: false } },
  settings: { ...inIdToken, scopes: ["openid", "offline_access"], pkce: { required: () => false } },
  accountOf: ({ email }) => ({ email, email_verified: "true", is_private_email: "false" }),
  change(request, response) {
    const url = new URL(request.url, "http://localhost");
    withoutIss(response);
    const scope = url.searchParams.get("scope");
    if (url.pathname === "/auth" && scope) {
      if (url.searchParams.get("response_mode") !== "form_post")
        return response.writeHead(400).end("response_mode must be form_post");
      url.searchParams.set("scope", `openid ${scope}`);
      request.url = url.pathname + url.search;
    }
    const login = signingIn.get(url.pathname.slice("/auth/".length));
    if (!login || known.has(login)) return;
    // oidc-provider's page for response_mode=form_post.
    rewrite(response, (body) => {
      if (!body.includes('name="code"')) return body;
      known.add(login);
      return body.replace("</form>", `<input type="hidden" name="user" value="${USER}"/></form>`);
    });
  },
  signedIn: (uid, login) => signingIn.set(uid, login),
};

/** The user of each interaction id, and the users who have allowed the app before. */
const signingIn = new Map();
const known = new Set();

/** As it is in the form. */
const USER = JSON.stringify({
  name: { firstName: "Ada", lastName: "Lovelace" },
  email: "someone.else@provider.example",
}).replaceAll('"', "&quot;");

export const likenesses = { google, "microsoft-entra-id": entra, apple };

/** Unlike oidc-provider, they do not send their issuer in the answer (RFC 9207). */
function withoutIss(response) {
  const { setHeader } = response;
  response.setHeader = (name, value) =>
    setHeader.call(
      response,
      name,
      name.toLowerCase() === "location" ? value.replace(/&iss=[^&]*/, "") : value,
    );
  rewrite(response, (body) =>
    body
      .replace('"authorization_response_iss_parameter_supported":true,', "")
      .replace(/<input type="hidden" name="iss"[^>]*>/, ""),
  );
}

function rewrite(response, change) {
  const { end } = response;
  response.end = (body, ...more) => {
    const text = body && change(body.toString());
    if (text) response.setHeader("content-length", Buffer.byteLength(text));
    return end.call(response, text, ...more);
  };
}
