import { expect, test } from "vitest";
import { refreshState, toOutcomeCookie } from "@/lib/session/refresh/outcome";

const http = new Headers();
const https = new Headers({ "x-forwarded-proto": "https" });

const request = (headers: Headers, ...cookies: { name: string; value: string }[]) => ({
  headers,
  cookies: { get: (name: string) => cookies.find((cookie) => cookie.name === name) },
});

test("the result of a refresh is stored for its access cookie, and for no other", async () => {
  for (const outcome of ["refused", "unknown"] as const) {
    const noted = request(http, await toOutcomeCookie(http, outcome, "an access token"));
    expect(await refreshState("an access token", noted)).toBe(outcome);
    expect(await refreshState("a newer one", noted)).toBe("due");
  }
  expect(await refreshState("an access token", request(http))).toBe("due");
});

test.each(["", "1", ".", "refused", "refused.", "unknown.x", "x".repeat(4000)])(
  "nothing can be made of %s",
  async (value) => {
    const planted = request(http, { name: "last-refresh", value });
    expect(await refreshState("a", planted)).toBe("due");
  },
);

test("the stored result is HttpOnly, contains no cookie value, and expires", async () => {
  const { value, options } = await toOutcomeCookie(http, "unknown", "an access token");
  expect(value).not.toContain("an access token");
  expect(options).toMatchObject({ httpOnly: true, sameSite: "lax", path: "/" });
  expect(options.maxAge).toBeLessThanOrEqual(5);
});

test("on https a sibling subdomain cannot set the result cookie", async () => {
  const { name, value, options } = await toOutcomeCookie(https, "unknown", "an access token");
  expect(name).toBe("__Host-last-refresh");
  expect(options).toMatchObject({ secure: true, path: "/" });
  const planted = request(https, { name: "last-refresh", value });
  expect(await refreshState("an access token", planted)).toBe("due");
  expect(await refreshState("an access token", request(https, { name, value }))).toBe("unknown");
});
