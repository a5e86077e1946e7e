import { describe, expect, test } from "vitest";
import { strategyNames } from "@/lib/env-schema";
import { importWith } from "../support/isolated";

const http = new Headers({ host: "localhost:3000", "x-forwarded-proto": "http" });
const https = new Headers({ host: "app.example", "x-forwarded-proto": "https" });

const cookieModule = (settings: Record<string, string> = {}) =>
  importWith(settings, () => import("@/lib/session/cookie"));

describe("the name", () => {
  test("is another one for every strategy, and none begins another", async () => {
    const { sessionCookie } = await cookieModule();
    const names = strategyNames.map((strategy) => sessionCookie(strategy, http).name);
    for (const name of names)
      expect(names.filter((other) => other.startsWith(name))).toEqual([name]);
  });

  test.each([
    ["jwt", "jwt.session-token"],
    ["database", "database.session-token"],
    ["hybrid", "hybrid.access-token"],
  ] as const)("%s: plain on http, __Host- on https", async (strategy, name) => {
    const { sessionCookie } = await cookieModule();
    expect(sessionCookie(strategy, http).name).toBe(name);
    expect(sessionCookie(strategy, https).name).toBe(`__Host-${name}`);
  });

  test("of a refresh token is another one: plain on http, __Secure- on https", async () => {
    const { refreshCookie, sessionCookie } = await cookieModule();
    expect(refreshCookie("hybrid", http).name).toBe("hybrid.refresh-token");
    expect(refreshCookie("hybrid", https).name).toBe("__Secure-hybrid.refresh-token");
    const session = sessionCookie("hybrid", http).name;
    expect(refreshCookie("hybrid", http).name.startsWith(session)).toBe(false);
  });
});

describe("the attributes", () => {
  test("keep scripts, other sites and plain http away from it", async () => {
    const { sessionCookie } = await cookieModule();
    expect(sessionCookie("jwt", https).options).toMatchObject({
      httpOnly: true,
      secure: true,
      sameSite: "lax",
      path: "/",
    });
  });

  test("are what __Host- demands: Secure, path /, no domain", async () => {
    const { sessionCookie } = await cookieModule();
    const { options } = sessionCookie("jwt", https);
    expect(options).toMatchObject({ secure: true, path: "/" });
    expect(options).not.toHaveProperty("domain");
  });

  test("are not Secure on http, or the browser would drop it", async () => {
    const { sessionCookie } = await cookieModule();
    expect(sessionCookie("jwt", http).options.secure).toBe(false);
  });

  test("let it live as long as a session can, and 400 days at most", async () => {
    const month = await cookieModule({ SESSION_ABSOLUTE_MAX_AGE: "2592000" });
    expect(month.sessionCookie("jwt", http).options.maxAge).toBe(2_592_000);
    const decade = await cookieModule({ SESSION_ABSOLUTE_MAX_AGE: "315360000" });
    expect(decade.sessionCookie("jwt", http).options.maxAge).toBe(400 * 24 * 3600);
  });
});

describe("a refresh token", () => {
  test("is sent to the route that trades it, and to nothing else", async () => {
    const { refreshCookie, refreshPath } = await cookieModule();
    expect(refreshPath).toBe("/api/session/refresh");
    expect(refreshCookie("hybrid", https).options.path).toBe(refreshPath);
  });

  test("is kept from scripts, other sites and plain http, and lasts as long as the session's cookie", async () => {
    const { refreshCookie, sessionCookie } = await cookieModule();
    for (const headers of [http, https]) {
      const { path, ...options } = refreshCookie("hybrid", headers).options;
      expect(options).toMatchObject({ httpOnly: true, sameSite: "lax", secure: headers === https });
      expect(sessionCookie("hybrid", headers).options).toEqual({ ...options, path: "/" });
    }
  });

  test("(__Host- would want the path to be /, so it has __Secure-, which wants Secure)", async () => {
    const { refreshCookie } = await cookieModule();
    expect(refreshCookie("hybrid", https).options).not.toHaveProperty("domain");
    expect(refreshCookie("hybrid", https).options.secure).toBe(true);
  });
});

describe("https or not", () => {
  test.each([
    ["AUTH_URL is https, the header says http", "https://app.example", "http", true],
    ["AUTH_URL is http, the header says https", "http://localhost:3000", "https", false],
    ["AUTH_URL is https, no header", "https://app.example", undefined, true],
    ["no AUTH_URL, the header says https", "", "https", true],
    ["no AUTH_URL, the header says http", "", "http", false],
    ["no AUTH_URL, two proxies: the first says https", "", "https, http", true],
    ["no AUTH_URL, two proxies: the first says http", "", "http,https", false],
    ["no AUTH_URL, no header", "", undefined, false],
    ["no AUTH_URL, a header of nonsense", "", "httpsx", false],
  ])("%s", async (_what, url, proto, expected) => {
    const { isHttps } = await cookieModule({ AUTH_URL: url });
    expect(isHttps(new Headers(proto ? { "x-forwarded-proto": proto } : {}))).toBe(expected);
  });
});

describe("the Host header is believed", () => {
  test.each(["localhost", "localhost:3000", "127.0.0.1:3000", "[::1]:3000"])(
    "when it is a loopback name: %s",
    async (host) => {
      const { isTrustedHost } = await cookieModule();
      expect(isTrustedHost(new Headers({ host }))).toBe(true);
    },
  );

  test.each([
    "evil.example",
    "localhost.evil.example",
    "evil.example#localhost",
    "localhost@evil.example",
    "localhost:3000@evil.example",
    "localhost:evil.example",
    "127.0.0.1.evil.example",
    "127x0x0x1",
    "evil.example\tlocalhost",
    "",
  ])("not when it is %j", async (host) => {
    const { isTrustedHost } = await cookieModule();
    expect(isTrustedHost(new Headers({ host }))).toBe(false);
  });

  test("not when a proxy says another one", async () => {
    const { isTrustedHost } = await cookieModule();
    const headers = new Headers({ host: "localhost:3000", "x-forwarded-host": "evil.example" });
    expect(isTrustedHost(headers)).toBe(false);
  });

  test.each([
    ["AUTH_URL", "https://app.example"],
    ["AUTH_TRUST_HOST", "true"],
    ["VERCEL", "1"],
  ])("by setting: %s=%s", async (name, value) => {
    const { isTrustedHost } = await cookieModule({ [name]: value });
    expect(isTrustedHost(new Headers({ host: "app.example" }))).toBe(true);
  });
});
