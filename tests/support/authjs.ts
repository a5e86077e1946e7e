// A simulated browser that uses Auth.js: it stores cookies, fetches the CSRF token, and sends the same requests as a
// form or next-auth/react. Auth.js is the real one, configured as in auth.ts, for any strategy.
import { randomInt } from "node:crypto";
import { NextRequest } from "next/server";
import { answerRoute } from "@/lib/authjs/answer";
import { adaptHandler } from "@/lib/authjs/handlers";
import { refreshFirst } from "@/lib/authjs/refresh-first";
import {
  outcomeCookie,
  type RequestParts,
  refreshCookie,
  refreshPath,
  sessionCookie,
} from "@/lib/session/cookie";
import { refreshOnTrip } from "@/lib/session/refresh/refresh";
import type { StrategyName } from "@/lib/session/strategies";
import type { SessionStrategy, SessionUser } from "@/lib/session/strategy";
import { addUser } from "./database";
import { passProvider } from "./oidc";
import { setUp } from "./strategies";

export const password = "correct horse battery staple";

/** A request of a browser without cookies. */
export const withoutCookies = (headers: Headers): RequestParts => ({
  headers,
  cookies: { get: () => undefined, set: () => {} },
});

export interface BrowserOptions {
  origin?: string;
  /** Without a database, Auth.js has no adapter. */
  database?: boolean;
  /** The clock of the strategy, if a test sets it. */
  clock?: () => number;
}

interface Post {
  /** Sent as a form, unless `json`. The CSRF token is added. */
  fields?: Record<string, unknown>;
  json?: boolean;
  /** As a plain form would: the answer is a redirect, not JSON with a URL. */
  plain?: boolean;
  withoutCsrfToken?: boolean;
}

export function createBrowser(strategy: SessionStrategy, options: BrowserOptions = {}) {
  const { origin = "http://localhost:3000", database = true, clock } = options;
  const { protocol, host } = new URL(origin);
  const standing = new Headers({
    host,
    "x-forwarded-proto": protocol.slice(0, -1),
    // A unique network (RFC 3849), so that tests do not share limits of attempts.
    "x-forwarded-for": `2001:db8:${randomInt(65_536).toString(16)}:${randomInt(65_536).toString(16)}::1`,
    "user-agent": "Test/1.0",
  });
  const { name: cookieName } = sessionCookie(strategy, standing);
  const jar = new Map<string, string>();
  /** The names of cookies that are sent with a cross-site POST. */
  const crossSite = new Set<string>();

  const refreshName = refreshCookie(strategy, standing)?.name ?? "";

  async function authjs(request: NextRequest): Promise<Response> {
    const own: string[] = [];
    const parts: RequestParts = {
      headers: request.headers,
      cookies: {
        get: (name) => request.cookies.get(name),
        set: (name, value, { path, maxAge, secure, sameSite }) =>
          own.push(
            `${name}=${value}; Path=${path}; Max-Age=${maxAge}; HttpOnly; SameSite=${sameSite}${secure ? "; Secure" : ""}`,
          ),
      },
    };
    const change = database ? {} : { adapter: undefined };
    const response = await answerRoute(strategy, request, parts, { clock, change });
    for (const cookie of own) response.headers.append("set-cookie", cookie);
    return response;
  }
  /** As the app serves it. */
  const mended = adaptHandler(refreshFirst(strategy, authjs));

  function toRequest(
    path: string,
    init: { method?: string; body?: string; headers?: object } = {},
  ) {
    const headers = new Headers(standing);
    const cookies = [...jar].map(([name, value]) => `${name}=${value}`);
    if (cookies.length > 0) headers.set("cookie", cookies.join("; "));
    for (const [name, value] of Object.entries(init.headers ?? {})) headers.set(name, value);
    return new NextRequest(`${origin}/api/auth/${path}`, { ...init, headers });
  }

  /** Like browsers, ignores a cookie with a __Secure- or __Host- prefix that is not Secure. */
  function keepCookies(response: Response): Response {
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (/^__(Secure|Host)-/.test(name) && !/; *secure/i.test(cookie)) continue;
      if (value === "" || /max-age=0/i.test(cookie)) jar.delete(name);
      else jar.set(name, value);
      if (/; *samesite=none/i.test(cookie) && /; *secure/i.test(cookie)) crossSite.add(name);
      else crossSite.delete(name);
    }
    return response;
  }

  /** Sends a request, and follows redirects through /api/session/refresh and back. */
  async function send(request: NextRequest): Promise<Response> {
    const { method } = request;
    const body = await request.clone().text();
    const response = keepCookies(await mended(request));
    // #region refresh
    const location = new URL(response.headers.get("location") ?? "", origin);
    if (location.pathname === refreshPath) {
      const trip = keepCookies(await refresh());
      const next = location.searchParams.get("next")?.replace("/api/auth/", "") ?? "";
      const headers = Object.fromEntries(
        ["content-type", "x-auth-return-redirect"].map((name) => [
          name,
          request.headers.get(name) ?? "",
        ]),
      );
      const back = response.status === 307 ? { method, body, headers } : {};
      const answer = keepCookies(await mended(toRequest(next, back)));
      const { name: outcome } = outcomeCookie(standing);
      if (jar.get(outcome)?.startsWith("unknown.")) jar.delete(outcome); // it expires after some seconds
      for (const cookie of trip.headers.getSetCookie()) answer.headers.append("set-cookie", cookie);
      return answer;
    }
    // #endregion
    return response;
  }

  // #region refresh
  /** Simulates the refresh route, which runs only inside Next.js and is tested in tests/e2e. */
  async function refresh(): Promise<Response> {
    const trip = new Response();
    const request = toRequest("session");
    await refreshOnTrip(strategy, {
      headers: request.headers,
      cookies: {
        get: (name) => request.cookies.get(name),
        set: (name, value) =>
          trip.headers.append("set-cookie", `${name}=${value}; Path=/; HttpOnly; Secure`),
      },
    });
    return trip;
  }
  // #endregion

  async function toPost(path: string, { fields, json, plain, withoutCsrfToken }: Post = {}) {
    const token = withoutCsrfToken ? {} : { csrfToken: await csrfToken() };
    const all = { ...token, ...fields };
    return toRequest(path, {
      method: "POST",
      body: json
        ? JSON.stringify(all)
        : new URLSearchParams(all as Record<string, string>).toString(),
      headers: {
        "content-type": json ? "application/json" : "application/x-www-form-urlencoded",
        ...(plain ? {} : { "x-auth-return-redirect": "1" }),
      },
    });
  }

  async function csrfToken(): Promise<string> {
    const response = keepCookies(await mended(toRequest("csrf")));
    return ((await response.json()) as { csrfToken: string }).csrfToken;
  }

  const browser = {
    cookieName,
    /** All its cookies by name. Tests may read and change them. */
    jar,
    crossSite,
    /** Its session cookie. */
    get cookie() {
      return jar.get(cookieName) ?? "";
    },
    /** Its refresh token, under strategies that have one. */
    get refreshToken() {
      return jar.get(refreshName);
    },
    get: async (path: string, headers = {}) => send(toRequest(path, { headers })),
    post: async (path: string, post?: Post) => send(await toPost(path, post)),
    /** The same, with only Auth.js and none of our changes to it. */
    getBare: (path: string) => authjs(toRequest(path)),
    postBare: async (path: string, post?: Post) => authjs(await toPost(path, post)),

    signIn: (user: SessionUser, fields: Record<string, string> = {}) =>
      browser.post("callback/credentials", {
        fields: { email: user.email ?? "", password, ...fields },
      }),
    signOut: (fields: Record<string, string> = {}) => browser.post("signout", { fields }),
    /** Starts a sign-in at the provider, as next-auth/react does. Returns the URL at the provider. */
    async startTrip(callbackUrl = "/account", provider = "oidc", params = {}): Promise<string> {
      const path = `signin/${provider}?${new URLSearchParams(params)}`;
      const response = await browser.post(path, { fields: { callbackUrl } });
      return ((await response.json()) as { url: string }).url;
    },
    /** Returns from the provider to `url`. */
    comeBack: (url: string) => browser.get(url.slice(`${origin}/api/auth/`.length)),
    /** The same for a provider whose page posts the answer from another site: without cookies that are `SameSite=Lax`. */
    async postBack(url: string): Promise<Response> {
      const answer = await browser.postOnly(url);
      const location = new URL(answer.headers.get("location") ?? "", origin).href;
      return location.startsWith(`${origin}/api/auth/`) ? browser.comeBack(location) : answer;
    },
    /** The same, without following redirects. */
    async postOnly(url: string): Promise<Response> {
      const { pathname, search } = new URL(url);
      const request = toRequest(pathname.slice("/api/auth/".length), {
        method: "POST",
        body: search.slice(1),
        headers: {
          "content-type": "application/x-www-form-urlencoded",
          cookie: [...jar]
            .filter(([name]) => crossSite.has(name))
            .map(([name, value]) => `${name}=${value}`)
            .join("; "),
        },
      });
      return send(request);
    },
    /** Signs in at the provider as `login`, and returns. */
    async signInThroughProvider(login: string, provider = "oidc"): Promise<Response> {
      const back = `${origin}/api/auth/callback/${provider}`;
      const url = await passProvider(await browser.startTrip("/account", provider), login, back);
      return provider === "apple" ? browser.postBack(url) : browser.comeBack(url);
    },
    /** Sends the request of update(data) of next-auth/react. */
    update: (data: unknown) => browser.post("session", { json: true, fields: { data } }),
    async session(): Promise<unknown> {
      return (await browser.get("session")).json();
    },
  };
  return browser;
}

/** The Set-Cookie headers for the cookie of that name, its chunks included. */
export function sentCookies(response: Response, name: string): string[] {
  return response.headers.getSetCookie().filter((cookie) => cookie.startsWith(name));
}

/** A user who has signed in through Auth.js; `held` are the session's cookies in the browser. */
export async function signedIn(name: StrategyName) {
  const { strategy, clock } = setUp(name);
  const browser = createBrowser(strategy);
  const user = await addUser({ password });
  await browser.signIn(user);
  const { cookie, refreshToken } = browser;
  const session = await strategy.read(cookie);
  if (!session) throw new Error("Not signed in");
  return {
    strategy,
    clock,
    browser,
    user,
    session,
    cookie,
    held: { ...session, cookie, refreshToken },
  };
}
