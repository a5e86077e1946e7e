// A program that signs in to the app, without a browser and without cookies. It works under every strategy:
//   EMAIL=user@example.com PASSWORD='correct horse battery staple' node client.mjs
const { APP = "http://localhost:3000", EMAIL, PASSWORD } = process.env;

// #region refresh
/** The answer to sign-in: `token`, or `accessToken` and `refreshToken`. A phone app stores it in the keychain. */
// #endregion
// without refresh: /** The answer to sign-in. A phone app stores it in the keychain. */
let tokens;
/** The refresh or sign-in in progress. Requests that fail at the same time share it. */
let renewing;

const send = (method, path, body, headers = {}) =>
  fetch(APP + path, {
    method,
    headers: { ...headers, ...(body && { "Content-Type": "application/json" }) },
    body: body && JSON.stringify(body),
  });

async function readTokens(response) {
  const body = await response.json();
  if (!response.ok) throw new Error(`${response.status}: ${body.message ?? body.error}`);
  return body;
}

const signIn = async () =>
  readTokens(await send("POST", "/api/session", { email: EMAIL, password: PASSWORD }));

// #region refresh
/** Exchanges the refresh token for a new pair. A refresh token works once, so store the new one first. */
async function renew() {
  const { refreshToken } = tokens ?? {};
  if (!refreshToken) return signIn();
  const response = await send("POST", "/api/session/refresh", { refreshToken });
  // Only 401 means that the session has ended. After 503 or a network error, send the same token again.
  return response.status === 401 ? signIn() : readTokens(response);
}
// #endregion
// without refresh: const renew = signIn;

async function renewOnce() {
  renewing ??= renew().finally(() => {
    renewing = undefined;
  });
  tokens = await renewing;
}

/** Sends a request as the user. After a 401, sends it once more with a new token. */
async function call(method, path, body) {
  if (!tokens) await renewOnce();
  const used = tokens;
  const ask = () =>
    send(method, path, body, { Authorization: `Bearer ${tokens.token ?? tokens.accessToken}` });
  const response = await ask();
  if (response.status !== 401) return response;
  if (tokens === used) await renewOnce();
  return ask();
}

const answers = await Promise.all([call("GET", "/api/me"), call("GET", "/api/me")]);
for (const answer of answers) console.log(`${answer.status} ${await answer.text()}`);

const ended = await call("DELETE", "/api/session");
console.log(`${ended.status} ${await ended.text()}`);
