// The OpenID Connect provider of the tests, and a visit to it without a browser.
import { once } from "node:events";
import { startNode } from "../../scripts/lib/run.mjs";
import { clientId, clientSecret } from "./oidc-accounts.mjs";

/** Starts the test provider. `env` is what the app needs in order to use it. */
export async function startOidcProvider(env: Record<string, string> = {}) {
  const child = startNode(["tests/support/oidc-provider.mjs"], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (!child.stdout) throw new Error("The provider has no output");
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  const issuer = line.toString().trim();
  return {
    issuer,
    env: oidcSettings(issuer),
    /** It accepts connections and never answers. */
    hang: () => child.kill("SIGSTOP"),
    goOn: () => child.kill("SIGCONT"),
    async stop() {
      child.kill("SIGCONT");
      child.kill();
      await child.exited;
    },
  };
}

/** The app's settings for the provider at `issuer`. */
export const oidcSettings = (issuer: string) => ({
  AUTH_OIDC_ISSUER: issuer,
  AUTH_OIDC_ID: clientId,
  AUTH_OIDC_SECRET: clientSecret,
  AUTH_OIDC_SCOPE: "openid profile email offline_access",
});

/** Goes from an authorization request through the provider's sign-in page as `login`. Where it leads back to. */
export async function passProvider(start: string, login: string, back: string): Promise<string> {
  const jar = new Map<string, string>();
  let url = start;
  let form: URLSearchParams | undefined;
  while (!url.startsWith(back)) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer: Response = await fetch(url, {
      method: form ? "POST" : "GET",
      body: form,
      headers: { cookie },
      redirect: "manual",
    });
    for (const sent of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(sent) ?? [];
      jar.set(name, value);
    }
    const location = answer.headers.get("location");
    if (!location && form) throw new Error(`No way on from ${url}: ${await answer.text()}`);
    form = location ? undefined : new URLSearchParams({ login });
    if (location) url = new URL(location, url).href;
  }
  return url;
}

/** Goes through the provider's sign-in page as `login` and trades the code, as Auth.js does it. */
export async function getTokens(issuer: string, login: string) {
  const redirect_uri = "http://localhost/api/auth/callback/oidc";
  const scope = "openid profile email offline_access";
  const first = new URLSearchParams({
    client_id: clientId,
    response_type: "code",
    prompt: "consent",
    redirect_uri,
    scope,
  });
  const url = await passProvider(`${issuer}/auth?${first}`, login, redirect_uri);
  const code = new URL(url).searchParams.get("code") ?? "";
  const answer = await post(issuer, "token", {
    grant_type: "authorization_code",
    code,
    redirect_uri,
  });
  return (await answer.json()) as { access_token: string; refresh_token: string };
}

/** The user, or the owner of the provider, ends what the refresh token stands for. */
export async function revoke(issuer: string, token: string): Promise<void> {
  await post(issuer, "token/revocation", { token });
}

/** Whether the provider accepts the access token. */
export async function accepts(issuer: string, accessToken: string): Promise<boolean> {
  const headers = { authorization: `Bearer ${accessToken}` };
  return (await fetch(`${issuer}/me`, { headers })).ok;
}

function post(issuer: string, path: string, fields: Record<string, string>): Promise<Response> {
  const basic = [clientId, clientSecret].map(encodeURIComponent).join(":");
  return fetch(`${issuer}/${path}`, {
    method: "POST",
    headers: { authorization: `Basic ${btoa(basic)}` },
    body: new URLSearchParams(fields),
  });
}
