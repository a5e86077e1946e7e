import { expect, test } from "vitest";
import { lastRefresh, toLastRefresh } from "@/lib/session/refresh/last-refresh";

const jar = (...cookies: { name: string; value: string }[]) => ({
  get: (name: string) => cookies.find((cookie) => cookie.name === name),
});

test("what a refresh came to is remembered, of the cookie that it was about, and of no other", async () => {
  for (const outcome of ["refused", "unknown"] as const) {
    const noted = jar(await toLastRefresh(outcome, "an access token"));
    expect(await lastRefresh("an access token", noted)).toBe(outcome);
    expect(await lastRefresh("a newer one", noted)).toBeUndefined();
  }
  expect(await lastRefresh("an access token", jar())).toBeUndefined();
});

test.each(["", "1", ".", "refused", "refused.", "unknown.x", "x".repeat(4000)])(
  "nothing can be made of %s",
  async (value) => {
    expect(await lastRefresh("a", jar({ name: "last-refresh", value }))).toBeUndefined();
  },
);

test("it is out of reach of scripts, does not say what the cookie was, and passes", async () => {
  const { value, options } = await toLastRefresh("unknown", "an access token");
  expect(value).not.toContain("an access token");
  expect(options).toMatchObject({ httpOnly: true, sameSite: "lax", path: "/" });
  expect(options.maxAge).toBeLessThanOrEqual(5);
});
