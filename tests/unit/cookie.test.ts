import { describe, expect, test } from "vitest";
import { strategies, strategyNames } from "@/lib/session/strategies";
import { importWith } from "../support/isolated";

const http = new Headers({ host: "localhost:3000", "x-forwarded-proto": "http" });
const https = new Headers({ host: "app.example", "x-forwarded-proto": "https" });

const cookieModule = (settings: Record<string, string> = {}) =>
  importWith(settings, () => import("@/lib/session/cookie"));

describe("the cookie name", () => {
  test("differs for each strategy, and is never a prefix of another one", async () => {
    const { sessionCookie } = await cookieModule();
    const names = strategyNames.map((strategy) => sessionCookie(strategies[strategy], http).name);
    for (const name of names)
      expect(names.filter((other) => other.startsWith(name))).toEqual([name]);
  });

  test.each([
    ["jwt", "jwt.session-token"],
    ["database", "database.session-token"],
    ["hybrid", "hybrid.access-token"],
  ] as const)("%s: plain on http, __Host- on https", async (strategy, name) => {
    const { sessionCookie } = await cookieModule();
    expect(sessionCookie(strategies[strategy], http).name).toBe(name);
    expect(sessionCookie(strategies[strategy], https).name).toBe(`__Host-${name}`);
  });

  test("of a refresh token is different: plain on http, __Secure- on https", async () => {
    const { refreshCookie, sessionCookie } = await cookieModule();
    expect(refreshCookie(strategies.hybrid, http)?.name).toBe("hybrid.refresh-token");
    expect(refreshCookie(strategies.hybrid, https)?.name).toBe("__Secure-hybrid.refresh-token");
    const session = sessionCookie(strategies.hybrid, http).name;
    expect(refreshCookie(strategies.hybrid, http)?.name.startsWith(session)).toBe(false);
  });
});

describe("the cookie attributes", () => {
  test("keep the cookie from scripts, other sites and plain http", async () => {
    const { sessionCookie } = await cookieModule();
    expect(sessionCookie(strategies.jwt, https).options).toMatchObject({
      httpOnly: true,
      secure: true,
      sameSite: "lax",
      path: "/",
    });
  });

  test("meet the requirements of __Host-: Secure, path /, no domain", async () => {
    const { sessionCookie } = await cookieModule();
    const { options } = sessionCookie(strategies.jwt, https);
    expect(options).toMatchObject({ secure: true, path: "/" });
    expect(options).not.toHaveProperty("domain");
  });

  test("are not Secure on http, where the browser would reject the cookie", async () => {
    const { sessionCookie } = await cookieModule();
    expect(sessionCookie(strategies.jwt, http).options.secure).toBe(false);
  });

  test("let the cookie live as long as a session can, and 400 days at most", async () => {
    const month = await cookieModule({ SESSION_ABSOLUTE_MAX_AGE: "2592000" });
    expect(month.sessionCookie(strategies.jwt, http).options.maxAge).toBe(2_592_000);
    const decade = await cookieModule({ SESSION_ABSOLUTE_MAX_AGE: "315360000" });
    expect(decade.sessionCookie(strategies.jwt, http).options.maxAge).toBe(400 * 24 * 3600);
  });
});

describe("a refresh token", () => {
  test("is sent only to the refresh route", async () => {
    const { refreshCookie, refreshPath } = await cookieModule();
    expect(refreshPath).toBe("/api/session/refresh");
    expect(refreshCookie(strategies.hybrid, https)?.options.path).toBe(refreshPath);
  });

  test("is kept from scripts, other sites and plain http, and lasts as long as the session's cookie", async () => {
    const { refreshCookie, sessionCookie } = await cookieModule();
    for (const headers of [http, https]) {
      const { path: _, ...options } = {
        path: "",
        ...refreshCookie(strategies.hybrid, headers)?.options,
      };
      expect(options).toMatchObject({ httpOnly: true, sameSite: "lax", secure: headers === https });
      expect(sessionCookie(strategies.hybrid, headers).options).toEqual({ ...options, path: "/" });
    }
  });

  test("(__Host- requires the path /, so the cookie has the prefix __Secure-)", async () => {
    const { refreshCookie } = await cookieModule();
    expect(refreshCookie(strategies.hybrid, https)?.options).not.toHaveProperty("domain");
    expect(refreshCookie(strategies.hybrid, https)?.options.secure).toBe(true);
  });
});
