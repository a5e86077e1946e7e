// The OpenID Connect provider of the tests, and a visit to it without a browser.
import { once } from "node:events";
import { startNode } from "../../scripts/lib/run.mjs";
import { clientId, clientSecret } from "./oidc-accounts.mjs";
import { likenesses } from "./oidc-likenesses.mjs";
import { setRealLimits } from "./real-limits";

export type Likeness = keyof typeof likenesses;

/** Starts the test provider. `env` has the settings of the app for it. */
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
    /** A provider that accepts connections and never answers. */
    hang() {
      child.kill("SIGSTOP");
      setRealLimits(true);
    },
    goOn() {
      child.kill("SIGCONT");
      setRealLimits(false);
    },
    async stop() {
      child.kill("SIGCONT");
      child.kill();
      await child.exited;
    },
  };
}

/**
 * Starts a provider that behaves like Google, Microsoft or Apple, as a separate process. `reroute` (see reroute.mjs)
 * redirects the app's requests from the real provider's origin to this process.
 */
export async function startLikeness(id: Likeness) {
  const provider = await startOidcProvider({ OIDC_LIKE: id });
  const name = `AUTH_${id.replaceAll("-", "_").toUpperCase()}`;
  return {
    ...provider,
    id,
    reroute: { [new URL(likenesses[id].issuer).origin]: provider.issuer },
    env: { [`${name}_ID`]: clientId, [`${name}_SECRET`]: clientSecret },
  };
}

/** The app's settings for the provider at `issuer`. */
export const oidcSettings = (issuer: string) => ({
  AUTH_OIDC_ISSUER: issuer,
  AUTH_OIDC_ID: clientId,
  AUTH_OIDC_SECRET: clientSecret,
  AUTH_OIDC_SCOPE: "openid profile email offline_access",
});

/**
 * Goes through the provider's sign-in page as `login`. Returns the URL to which the provider redirects; form fields
 * that its page would post are in the query. `jar` are the provider's cookies.
 */
export async function passProvider(
  start: string,
  login: string,
  back: string,
  jar = new Map<string, string>(),
): Promise<string> {
  return walk(start, back, jar, () => new URLSearchParams({ login }));
}

/** Goes through the provider's logout page. Returns the URL to which it redirects. */
export const signOutAtProvider = (start: string, back: string, jar: Map<string, string>) =>
  walk(start, back, jar, (page) => {
    const answer = fieldsOf(page);
    answer.set("logout", "yes");
    return answer;
  });

/** Follows redirects, and sends the form of each page, filled in by `fillIn`, until a redirect matches `back`. */
async function walk(
  start: string,
  back: string,
  jar: Map<string, string>,
  fillIn: (page: string) => URLSearchParams,
): Promise<string> {
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
    const page = location ? "" : await answer.text();
    if (page.includes(`action="${back}"`)) return `${back}?${fieldsOf(page)}`;
    if (!location && form) throw new Error(`No way on from ${url}: ${page}`);
    form = location ? undefined : fillIn(page);
    const action = /<form[^>]* action="([^"]*)"/.exec(page)?.[1];
    url = new URL(location ?? action ?? url, url).href;
  }
  return url;
}

/** The fields that a page with `response_mode=form_post` would send. */
function fieldsOf(page: string): URLSearchParams {
  const inputs = page.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g);
  const decode = (value: string) => value.replaceAll("&quot;", '"').replaceAll("&amp;", "&");
  return new URLSearchParams([...inputs].map(([, name = "", value = ""]) => [name, decode(value)]));
}

/** Goes through the provider's sign-in page as `login` and exchanges the code, as Auth.js does. */
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

/** Revokes the grant of the refresh token, as the user or the provider would. */
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
