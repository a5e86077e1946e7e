import { expect, test } from "vitest";
import { refreshState, toOutcomeCookie } from "@/lib/session/refresh/outcome";

const jar = (...cookies: { name: string; value: string }[]) => ({
  get: (name: string) => cookies.find((cookie) => cookie.name === name),
});

test("what a refresh came to is remembered, of the cookie that it was about, and of no other", async () => {
  for (const outcome of ["refused", "unknown"] as const) {
    const noted = jar(await toOutcomeCookie(outcome, "an access token"));
    expect(await refreshState("an access token", noted)).toBe(outcome);
    expect(await refreshState("a newer one", noted)).toBe("due");
  }
  expect(await refreshState("an access token", jar())).toBe("due");
});

test.each(["", "1", ".", "refused", "refused.", "unknown.x", "x".repeat(4000)])(
  "nothing can be made of %s",
  async (value) => {
    expect(await refreshState("a", jar({ name: "last-refresh", value }))).toBe("due");
  },
);

test("it is out of reach of scripts, does not say what the cookie was, and passes", async () => {
  const { value, options } = await toOutcomeCookie("unknown", "an access token");
  expect(value).not.toContain("an access token");
  expect(options).toMatchObject({ httpOnly: true, sameSite: "lax", path: "/" });
  expect(options.maxAge).toBeLessThanOrEqual(5);
});
