// The Edge in front of the pages: a courtesy to guests, which must do members no harm.

import { NextRequest } from "next/server";
import { describe, expect, test } from "vitest";
import { sessionCookie } from "@/lib/session/cookie";
import { type Outcome, toOutcomeCookie } from "@/lib/session/refresh/outcome";
import { type StrategyName, strategies, strategyNames } from "@/lib/session/strategies";
import { createAccessTokens } from "@/lib/session/tokens/access-token";
import { newToken } from "@/lib/session/tokens/reference-token";
import { importWith } from "../support/isolated";
import { garbage, noStore, policy, secrets, someone } from "../support/sessions";

const DATABASE_URL = "postgresql://nobody@127.0.0.1:1/none"; // nobody is there, and nobody is asked

interface Visit {
  method?: string;
  /** The session cookie, under the name that the strategy gives it. */
  cookie?: string;
  others?: string[];
  /** Headers to add. */
  more?: Record<string, string>;
}

async function open(path: string, strategy: StrategyName, visit: Visit = {}) {
  const settings = { AUTH_STRATEGY: strategy, AUTH_SECRET: secrets.join(","), DATABASE_URL };
  const { default: middleware } = await importWith(settings, () => import("@/middleware"));
  const headers = new Headers({ host: "localhost:3000", "x-forwarded-proto": "http" });
  const { method = "GET", cookie, others = [], more = {} } = visit;
  const own = `${sessionCookie(strategies[strategy], headers).name}=${encodeURIComponent(cookie ?? "")}`;
  headers.set("cookie", [...(cookie ? [own] : []), ...others].join("; "));
  for (const [name, value] of Object.entries(more)) headers.set(name, value);
  return middleware(new NextRequest(`http://localhost:3000${path}`, { method, headers }));
}

/** A JWT session of `age` seconds, on the real clock: the middleware has no other. */
async function jwtCookie(age = 0) {
  const clock = () => Date.now() - age * 1000;
  return (await strategies.jwt.create({ policy, clock, secrets, store: noStore }).create(someone))
    .cookie;
}

/** An access token that was given out `age` seconds ago. */
async function accessToken(age = 0) {
  const now = Date.now() - age * 1000;
  const times = { authTime: now, renewedAt: now, expires: now + policy.maxAge * 1000 };
  const access = createAccessTokens({ policy, clock: () => now, secrets });
  return (await access.issue({ id: crypto.randomUUID(), user: someone, ...times })).cookie;
}

const livingCookies: Record<StrategyName, () => Promise<string>> = {
  jwt: jwtCookie,
  database: async () => newToken(),
  hybrid: accessToken,
};

/** The cookie that says what the refresh of `cookie` came to. */
async function noted(outcome: Outcome, accessCookie: string) {
  const { name, value } = await toOutcomeCookie(new Headers(), outcome, accessCookie);
  return `${name}=${value}`;
}

/** What caches may store, or nobody looks at. */
const notVisits: [what: string, path: string, Visit][] = [
  ["a HEAD", "/account", { method: "HEAD" }],
  ["a file", "/logo.png", {}],
  ["a file of a page's folder", "/account/logo.png", {}],
  ["a route handler", "/sign-out", {}],
  ["a route handler under a path of pages", "/demo/api/me", {}],
  ["an address that does not exist", "/nothing", {}],
  ["a browser's prefetch", "/account", { more: { "sec-purpose": "prefetch" } }],
  ["a browser's prerender", "/account", { more: { "sec-purpose": "prefetch;prerender" } }],
  ["an older browser's prefetch", "/account", { more: { purpose: "prefetch" } }],
  ["a prefetch of the router", "/account", { more: { "next-router-prefetch": "1" } }],
  ["a segment", "/account", { more: { "next-router-segment-prefetch": "/_tree" } }],
];

/** Where the browser is sent; null if it may pass. */
const redirect = (response: Response) => response.headers.get("location");

describe.each(strategyNames)("%s: a guest", (strategy) => {
  test.each([
    ["/account", "/account"],
    ["/account?tab=password&x=a%26b", "/account?tab=password&x=a%26b"],
    ["/admin/users", "/admin/users"],
  ])("is sent from %s to the sign-in page, and back afterwards", async (path, callbackUrl) => {
    const location = new URL(redirect(await open(path, strategy)) ?? "");
    expect(location.origin + location.pathname).toBe("http://localhost:3000/sign-in");
    expect([...location.searchParams]).toEqual([["callbackUrl", callbackUrl]]);
  });

  test.each(["/", "/sign-in", "/sign-up", "/accounting", "/demo"])("may see %s", async (path) => {
    const response = await open(path, strategy);
    expect(redirect(response)).toBeNull();
    expect(response.headers.getSetCookie()).toEqual([]);
  });

  test("is not let in by the cookie of another strategy", async () => {
    for (const other of strategyNames.filter((other) => other !== strategy)) {
      const cookie = await livingCookies[other]();
      const { name } = sessionCookie(strategies[other], new Headers());
      const others = [`${name}=${cookie}`, `authjs.session-token=${cookie}`];
      expect(redirect(await open("/account", strategy, { others }))).toContain("/sign-in");
    }
  });

  test("that a refresh got no answer lets nobody in who has no session cookie", async () => {
    const response = await open("/account", strategy, { others: [await noted("unknown", "")] });
    expect(redirect(response)).toContain("/sign-in");
  });
});

describe("jwt", () => {
  test("a session passes, and its cookie is left alone", async () => {
    const response = await open("/account", "jwt", { cookie: await jwtCookie() });
    expect(redirect(response)).toBeNull();
    expect(response.headers.getSetCookie()).toEqual([]);
  });

  test("a session that is due is renewed", async () => {
    const response = await open("/account", "jwt", {
      cookie: await jwtCookie(policy.updateAge + 1),
    });
    expect(redirect(response)).toBeNull();
    expect(response.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^jwt\.session-token=ey.+HttpOnly/i),
    ]);
    expect(response.headers.get("cache-control")).toBe("private, no-store");
  });

  test.each(notVisits)(
    "is not renewed where the answer may carry no cookie: %s",
    async (...visit) => {
      const [, path, how] = visit;
      const cookie = await jwtCookie(policy.updateAge + 1);
      const response = await open(path, "jwt", { cookie, ...how });
      expect(redirect(response)).toBeNull();
      expect(response.headers.getSetCookie()).toEqual([]);
    },
  );

  test("an expired session is sent to the sign-in page", async () => {
    const response = await open("/account", "jwt", { cookie: await jwtCookie(policy.maxAge) });
    expect(redirect(response)).toContain("/sign-in?callbackUrl=%2Faccount");
  });

  test.each(garbage)("%s is sent to the sign-in page", async (_what, cookie) => {
    const response = await open("/account", "jwt", { cookie: cookie.toWellFormed() });
    expect(redirect(response)).toContain("/sign-in");
  });
});

// NextAuth() in middleware answers such a cookie with Max-Age=0: it signs database users out.
describe("database", () => {
  test.each([["a token", newToken()], ...garbage])(
    "signs nobody out and asks nobody: %s",
    async (_what, cookie) => {
      const response = await open("/account", "database", { cookie: cookie.toWellFormed() });
      expect(redirect(response)).toBeNull();
      expect(response.headers.getSetCookie()).toEqual([]);
    },
  );
});

describe("hybrid", () => {
  const expired = () => accessToken(policy.accessMaxAge);

  test("an access token passes, and is left alone", async () => {
    const response = await open("/account", "hybrid", { cookie: await accessToken() });
    expect(redirect(response)).toBeNull();
    expect(response.headers.getSetCookie()).toEqual([]);
  });

  test.each([
    ["/account", "GET"],
    ["/account?tab=password&x=a%26b", "GET"],
    ["/", "GET"],
    ["/admin/users/1", "GET"],
    ["/sign-in?callbackUrl=%2Faccount", "GET"],
  ])("an expired one takes a visit of %s (%s) to refresh, and back", async (path, method) => {
    const response = await open(path, "hybrid", { cookie: await expired(), method });
    const location = new URL(redirect(response) ?? "");
    expect(location.origin + location.pathname).toBe("http://localhost:3000/api/session/refresh");
    expect([...location.searchParams]).toEqual([["next", path]]);
    expect(response.headers.getSetCookie()).toEqual([]);
  });

  test.each(notVisits)(
    "an expired one makes no trip where no cookie may be set: %s",
    async (...visit) => {
      const [, path, how] = visit;
      const response = await open(path, "hybrid", { cookie: await expired(), ...how });
      expect(redirect(response)).toBeNull();
      expect(response.headers.getSetCookie()).toEqual([]);
      // Whoever goes there later must not see the page of a guest.
      if (how.more) expect(response.status).toBe(204);
    },
  );

  test.each(["/", "/account"])(
    "where the refresh gave no answer, %s is let through: it never goes round in circles",
    async (path) => {
      const cookie = await expired();
      const visit = { cookie, others: [await noted("unknown", cookie)] };
      const response = await open(path, "hybrid", visit);
      expect(redirect(response)).toBeNull();
      expect(response.headers.getSetCookie()).toEqual([]);
    },
  );

  test("where the refresh was refused it is a guest's, and stays", async () => {
    const cookie = await expired();
    const visit = { cookie, others: [await noted("refused", cookie)] };
    expect(redirect(await open("/account", "hybrid", visit))).toContain("/sign-in?callbackUrl=");
    const response = await open("/", "hybrid", visit);
    expect(redirect(response)).toBeNull();
    expect(response.headers.getSetCookie()).toEqual([]);
  });

  test("where another one was refused, late, it takes its trip, and one that lives passes", async () => {
    const others = [await noted("refused", await expired())];
    const visit = { cookie: await expired(), others };
    expect(redirect(await open("/account", "hybrid", visit))).toContain("/api/session/refresh?");
    const alive = { cookie: await accessToken(), others };
    expect(redirect(await open("/account", "hybrid", alive))).toBeNull();
  });

  test.each([
    ["a refresh token", `${crypto.randomUUID()}.0.${newToken()}.${newToken()}`],
    ...garbage,
  ])("%s takes one trip too, for its secret may have gone, and no more", async (_what, text) => {
    const cookie = text.toWellFormed();
    expect(redirect(await open("/account", "hybrid", { cookie }))).toContain(
      "/api/session/refresh?next=%2Faccount",
    );
    const others = [await noted("refused", cookie)];
    expect(redirect(await open("/account", "hybrid", { cookie, others }))).toContain("/sign-in");
  });

  test("a form takes the trip too, with method and body, and is not sent away for good", async () => {
    const cookie = await expired();
    const sent = { cookie, method: "POST" };
    const away = await open("/account?x=1", "hybrid", sent);
    expect(away.status).toBe(307);
    expect(redirect(away)).toContain("/api/session/refresh?next=%2Faccount%3Fx%3D1");
    for (const outcome of ["refused", "unknown"] as const) {
      const others = [await noted(outcome, cookie)];
      expect(redirect(await open("/account", "hybrid", { ...sent, others }))).toBeNull();
    }
    const alive = { cookie: await accessToken(), method: "POST" };
    expect(redirect(await open("/account", "hybrid", alive))).toBeNull();
  });
});

describe.each(strategyNames)("%s: a server action", (strategy) => {
  test("is not sent away: it asks by itself", async () => {
    for (const cookie of [undefined, await livingCookies[strategy]()])
      expect(redirect(await open("/account", strategy, { cookie, method: "POST" }))).toBeNull();
  });
});

describe("every page", () => {
  test("gets a Content-Security-Policy with a nonce of its own", async () => {
    const policies = await Promise.all(
      [1, 2].map(async () => (await open("/", "jwt")).headers.get("content-security-policy")),
    );
    const nonces = policies.map((policy) => /'nonce-([\w+/=]{22,})'/.exec(policy ?? "")?.[1]);
    expect(nonces[0]).toBeTruthy();
    expect(nonces[0]).not.toBe(nonces[1]);
  });
});
