// Requests that are redirected through the refresh route before Auth.js handles them. With an expired access token,
// Auth.js would see a guest.
import { NextRequest } from "next/server";
import { describe, expect, test } from "vitest";
import { refreshFirst } from "@/lib/authjs/refresh-first";
import { StoreUnavailable } from "@/lib/errors";
import { toLocalPath } from "@/lib/http/redirect";
import { sessionCookie } from "@/lib/session/cookie";
import { toOutcomeCookie } from "@/lib/session/refresh/outcome";
import { rotating, signIn } from "../support/rotation";

describe.each(rotating)("%s: an expired access token", (name) => {
  async function setUp() {
    const { strategy, clock, issued } = await signIn(name);
    const cookie = `${sessionCookie(strategy, new Headers()).name}=${issued.cookie}`;
    const handle = refreshFirst(strategy, async () => new Response("Auth.js"));
    const ask = (path: string, method = "GET", more = "") =>
      handle(
        new NextRequest(`http://localhost${path}`, {
          method,
          headers: { cookie: `${cookie}${more}` },
        }),
      );
    clock.set(issued.accessExpires ?? 0);
    return { clock, issued, ask };
  }
  const callback = `/api/auth/callback/oidc?code=${"c".repeat(3000)}&state=a%26b`;

  test.each([
    ["the way back from a provider", "GET", callback],
    ["the session", "GET", "/api/auth/session"],
    ["update()", "POST", "/api/auth/session"],
  ])("redirects %s to the refresh route and back to the full URL", async (_what, method, path) => {
    const { ask } = await setUp();
    const response = await ask(path, method);
    expect(response.status).toBe(303);
    const location = new URL(response.headers.get("location") ?? "", "http://localhost");
    expect(location.pathname).toBe("/api/session/refresh");
    expect(toLocalPath(location.searchParams.get("next"), "/")).toBe(path);
  });

  test.each([
    ["POST", "/api/auth/callback/credentials"],
    ["GET", "/api/auth/csrf"],
    ["GET", "/api/auth/signout"],
  ])("does not affect %s %s", async (method, path) => {
    const { ask } = await setUp();
    expect(await (await ask(path, method)).text()).toBe("Auth.js");
  });

  test("redirects a sign-out as a POST, because it must prove its session", async () => {
    const { ask } = await setUp();
    const response = await ask("/api/auth/signout", "POST");
    expect(response.status).toBe(307);
    expect(response.headers.get("location")).toBe(
      "/api/session/refresh?next=%2Fapi%2Fauth%2Fsignout",
    );
  });

  test("causes one redirect: then a refusal means guest, and no answer means 'could not check'", async () => {
    const { ask, issued } = await setUp();
    const noted = async (outcome: "refused" | "unknown") => {
      const { name, value } = await toOutcomeCookie(new Headers(), outcome, issued.cookie);
      return `; ${name}=${value}`;
    };
    expect(await (await ask(callback, "GET", await noted("refused"))).text()).toBe("Auth.js");
    const unknown = ask(callback, "GET", await noted("unknown"));
    await expect(unknown).rejects.toBeInstanceOf(StoreUnavailable);
  });

  test("a valid one causes no redirect", async () => {
    const { ask, clock } = await setUp();
    clock.pass(-1);
    expect(await (await ask(callback)).text()).toBe("Auth.js");
  });
});
