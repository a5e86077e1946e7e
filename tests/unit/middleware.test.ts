// The Edge middleware redirects guests and must not affect signed-in users.

import { NextRequest } from "next/server";
import { describe, expect, test } from "vitest";
import { sessionCookie } from "@/lib/session/cookie";
import { type Outcome, toOutcomeCookie } from "@/lib/session/refresh/outcome";
import { type StrategyName, strategies, strategyNames } from "@/lib/session/strategies";
import type { SignInContext } from "@/lib/session/strategy";
import { createAccessTokens } from "@/lib/session/tokens/access-token";
import { newToken } from "@/lib/session/tokens/reference-token";
import { importWith } from "../support/isolated";
import { emptyStores, garbage, noStores, policy, secrets, someone } from "../support/sessions";

const DATABASE_URL = "postgresql://nobody@127.0.0.1:1/none"; // no store exists or is queried

interface Visit {
  method?: string;
  /** The session cookie, under the name that the strategy gives it. */
  cookie?: string;
  others?: string[];
  /** AUTH_STRATEGY_ALSO. */
  also?: string;
  settings?: Record<string, string>;
  /** Headers to add. */
  more?: Record<string, string>;
}

async function open(path: string, strategy: StrategyName, visit: Visit = {}) {
  const settings = {
    AUTH_STRATEGY: strategy,
    AUTH_STRATEGY_ALSO: visit.also ?? "",
    AUTH_SECRET: secrets.join(","),
    DATABASE_URL,
    ...visit.settings,
  };
  const { default: middleware } = await importWith(settings, () => import("@/middleware"));
  const headers = new Headers({ host: "localhost:3000", "x-forwarded-proto": "http" });
  const { method = "GET", cookie, others = [], more = {} } = visit;
  const own = `${sessionCookie(strategies[strategy], headers).name}=${encodeURIComponent(cookie ?? "")}`;
  headers.set("cookie", [...(cookie ? [own] : []), ...others].join("; "));
  for (const [name, value] of Object.entries(more)) headers.set(name, value);
  return middleware(new NextRequest(`http://localhost:3000${path}`, { method, headers }));
}

/** A JWT session of `age` seconds, on the real clock: the middleware has no other. */
async function jwtCookie(age = 0, context: SignInContext = {}) {
  const clock = () => Date.now() - age * 1000;
  return (
    await strategies.jwt.create({ policy, clock, secrets, ...noStores }).create(someone, context)
  ).cookie;
}

/** An access token that was given out `age` seconds ago. */
async function accessToken(age = 0) {
  const now = Date.now() - age * 1000;
  const times = { authTime: now, renewedAt: now, expires: now + policy.maxAge * 1000 };
  const access = createAccessTokens({ policy, clock: () => now, secrets });
  return (await access.issue({ id: crypto.randomUUID(), user: someone, ...times })).cookie;
}

async function livingCookie(name: StrategyName) {
  const dependencies = { ...emptyStores, policy, clock: Date.now, secrets };
  return (await strategies[name].create(dependencies).create(someone)).cookie;
}

/** The cookie with the result of the refresh of `cookie`. */
async function noted(outcome: Outcome, accessCookie: string) {
  const { name, value } = await toOutcomeCookie(new Headers(), outcome, accessCookie);
  return `${name}=${value}`;
}

/** Requests whose answers may be cached, or are not shown. */
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
    ["/account/delete", "/account/delete"],
  ])("is redirected from %s to the sign-in page, with the way back", async (path, callbackUrl) => {
    const location = new URL(redirect(await open(path, strategy)) ?? "");
    expect(location.origin + location.pathname).toBe("http://localhost:3000/sign-in");
    expect([...location.searchParams]).toEqual([["callbackUrl", callbackUrl]]);
  });

  test.each(["/", "/sign-in", "/sign-up", "/accounting", "/demo"])("may see %s", async (path) => {
    const response = await open(path, strategy);
    expect(redirect(response)).toBeNull();
    expect(response.headers.getSetCookie()).toEqual([]);
  });

  test("is refused with the cookie of another strategy", async () => {
    for (const other of strategyNames.filter((other) => other !== strategy)) {
      const cookie = await livingCookie(other);
      const { name } = sessionCookie(strategies[other], new Headers());
      const others = [`${name}=${cookie}`, `authjs.session-token=${cookie}`];
      expect(redirect(await open("/account", strategy, { others }))).toContain("/sign-in");
    }
  });

  test("is refused without a session cookie after a refresh without an answer", async () => {
    const response = await open("/account", strategy, { others: [await noted("unknown", "")] });
    expect(redirect(response)).toContain("/sign-in");
  });
});

describe("AUTH_STRATEGY_ALSO", () => {
  const holding = async (name: StrategyName) =>
    `${sessionCookie(strategies[name], new Headers()).name}=${await livingCookie(name)}`;

  describe.each(strategyNames)("%s", (strategy) => {
    const others = strategyNames.filter((name) => name !== strategy);

    test.each(others)("a session of %s is redirected once, to be exchanged", async (also) => {
      const cookie = await holding(also);
      const visit = { others: [cookie], also };
      const there = redirect(await open("/account?a=b", strategy, visit));
      expect(there).toBe("http://localhost:3000/api/session/refresh?next=%2Faccount%3Fa%3Db");
      const value = cookie.slice(cookie.indexOf("=") + 1);
      const refused = [cookie, await noted("refused", value)];
      const back = redirect(await open("/account", strategy, { others: refused, also }));
      expect(back, "and no second one").toContain("/sign-in");
      const unknown = [cookie, await noted("unknown", value)];
      expect(redirect(await open("/account", strategy, { others: unknown, also }))).toBeNull();
    });

    test("its own session is not redirected", async () => {
      const own = await livingCookie(strategy);
      for (const also of others) {
        const visit = { cookie: own, others: [await holding(also)], also };
        expect(redirect(await open("/account", strategy, visit))).toBeNull();
      }
    });
  });
});

describe("jwt", () => {
  test("a session passes with an unchanged cookie", async () => {
    const response = await open("/account", "jwt", { cookie: await jwtCookie() });
    expect(redirect(response)).toBeNull();
    expect(response.headers.getSetCookie()).toEqual([]);
  });

  test("a session whose renewal is due is renewed", async () => {
    const response = await open("/account", "jwt", {
      cookie: await jwtCookie(policy.updateAge + 1),
    });
    expect(redirect(response)).toBeNull();
    expect(response.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^jwt\.session-token=ey.+HttpOnly/i),
    ]);
    expect(response.headers.get("cache-control")).toBe("private, no-store");
  });

  test("a renewed short session keeps a cookie without a lifetime", async () => {
    const cookie = await jwtCookie(3600, { short: true });
    const settings = { SESSION_UPDATE_AGE: "60" };
    const [renewed] = (await open("/account", "jwt", { cookie, settings })).headers.getSetCookie();
    expect(renewed).toMatch(/^jwt\.session-token=ey/);
    expect(renewed).not.toMatch(/max-age|expires/i);
  });

  test.each(notVisits)(
    "a session is not renewed if the answer must not set a cookie: %s",
    async (...visit) => {
      const [, path, how] = visit;
      const cookie = await jwtCookie(policy.updateAge + 1);
      const response = await open(path, "jwt", { cookie, ...how });
      expect(redirect(response)).toBeNull();
      expect(response.headers.getSetCookie()).toEqual([]);
    },
  );

  test("an expired session is redirected to the sign-in page", async () => {
    const response = await open("/account", "jwt", { cookie: await jwtCookie(policy.maxAge) });
    expect(redirect(response)).toContain("/sign-in?callbackUrl=%2Faccount");
  });

  test.each(garbage)("%s is redirected to the sign-in page", async (_what, cookie) => {
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

  test("a valid access token passes unchanged", async () => {
    const response = await open("/account", "hybrid", { cookie: await accessToken() });
    expect(redirect(response)).toBeNull();
    expect(response.headers.getSetCookie()).toEqual([]);
  });

  test.each([
    ["/account", "GET"],
    ["/account?tab=password&x=a%26b", "GET"],
    ["/", "GET"],
    ["/account/delete", "GET"],
    ["/sign-in?callbackUrl=%2Faccount", "GET"],
  ])(
    "with an expired access token, a visit of %s (%s) is redirected to the refresh route and back",
    async (path, method) => {
      const response = await open(path, "hybrid", { cookie: await expired(), method });
      const location = new URL(redirect(response) ?? "");
      expect(location.origin + location.pathname).toBe("http://localhost:3000/api/session/refresh");
      expect([...location.searchParams]).toEqual([["next", path]]);
      expect(response.headers.getSetCookie()).toEqual([]);
    },
  );

  test.each(notVisits)(
    "an expired access token causes no redirect if the answer must not set a cookie: %s",
    async (...visit) => {
      const [, path, how] = visit;
      const response = await open(path, "hybrid", { cookie: await expired(), ...how });
      expect(redirect(response)).toBeNull();
      expect(response.headers.getSetCookie()).toEqual([]);
      // A later visit must not show the page of a guest.
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

  test("after a refused refresh, the access token counts as a guest's and is kept", async () => {
    const cookie = await expired();
    const visit = { cookie, others: [await noted("refused", cookie)] };
    expect(redirect(await open("/account", "hybrid", visit))).toContain("/sign-in?callbackUrl=");
    const response = await open("/", "hybrid", visit);
    expect(redirect(response)).toBeNull();
    expect(response.headers.getSetCookie()).toEqual([]);
  });

  test("a refusal for another access token has no effect", async () => {
    const others = [await noted("refused", await expired())];
    const visit = { cookie: await expired(), others };
    expect(redirect(await open("/account", "hybrid", visit))).toContain("/api/session/refresh?");
    const alive = { cookie: await accessToken(), others };
    expect(redirect(await open("/account", "hybrid", alive))).toBeNull();
  });

  test.each([
    ["a refresh token", `${crypto.randomUUID()}.0.${newToken()}.${newToken()}`],
    ...garbage,
  ])("%s causes one redirect, because its secret may have been removed", async (_what, text) => {
    const cookie = text.toWellFormed();
    expect(redirect(await open("/account", "hybrid", { cookie }))).toContain(
      "/api/session/refresh?next=%2Faccount",
    );
    const others = [await noted("refused", cookie)];
    expect(redirect(await open("/account", "hybrid", { cookie, others }))).toContain("/sign-in");
  });

  test("a form is redirected too, with its method and body", async () => {
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
  test("is not redirected, because it checks the session itself", async () => {
    for (const cookie of [undefined, await livingCookie(strategy)])
      expect(redirect(await open("/account", strategy, { cookie, method: "POST" }))).toBeNull();
  });
});

describe("every page", () => {
  test("gets a Content-Security-Policy with a new nonce", async () => {
    const policies = await Promise.all(
      [1, 2].map(async () => (await open("/", "jwt")).headers.get("content-security-policy")),
    );
    const nonces = policies.map((policy) => /'nonce-([\w+/=]{22,})'/.exec(policy ?? "")?.[1]);
    expect(nonces[0]).toBeTruthy();
    expect(nonces[0]).not.toBe(nonces[1]);
  });
});
