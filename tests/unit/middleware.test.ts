// The Edge in front of the pages: a courtesy to guests, which must do members no harm.
import { NextRequest } from "next/server";
import { describe, expect, test } from "vitest";
import { strategyNames } from "@/lib/env-schema";
import { createJwtStrategy } from "@/lib/session/strategies/jwt";
import { newToken } from "@/lib/session/token";
import { importWith } from "../support/isolated";
import { garbage, policy, secrets, someone } from "../support/sessions";

const DATABASE_URL = "postgresql://nobody@127.0.0.1:1/none"; // nobody is there, and nobody is asked

async function open(path: string, strategy: string, cookie?: string) {
  const settings = { AUTH_STRATEGY: strategy, AUTH_SECRET: secrets.join(","), DATABASE_URL };
  const { default: middleware } = await importWith(settings, () => import("@/middleware"));
  const headers = new Headers({ host: "localhost:3000", "x-forwarded-proto": "http" });
  if (cookie) headers.set("cookie", `${strategy}.session-token=${encodeURIComponent(cookie)}`);
  return middleware(new NextRequest(`http://localhost:3000${path}`, { headers }));
}

/** A JWT session of `age` seconds, on the real clock: the middleware has no other. */
async function jwtCookie(age = 0) {
  const clock = () => Date.now() - age * 1000;
  return (await createJwtStrategy({ policy, clock, secrets }).create(someone)).cookie;
}

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
    const others = strategyNames.filter((other) => other !== strategy);
    for (const other of others) {
      const cookie = other === "jwt" ? await jwtCookie() : newToken();
      const { default: middleware } = await importWith(
        { AUTH_STRATEGY: strategy, DATABASE_URL },
        () => import("@/middleware"),
      );
      const headers = {
        cookie: `${other}.session-token=${cookie}; authjs.session-token=${cookie}`,
      };
      const request = new NextRequest("http://localhost:3000/account", { headers });
      expect(redirect(await middleware(request))).toContain("/sign-in");
    }
  });
});

describe("jwt", () => {
  test("a session passes, and its cookie is left alone", async () => {
    const response = await open("/account", "jwt", await jwtCookie());
    expect(redirect(response)).toBeNull();
    expect(response.headers.getSetCookie()).toEqual([]);
  });

  test("a session that is due is renewed", async () => {
    const response = await open("/account", "jwt", await jwtCookie(policy.updateAge + 1));
    expect(redirect(response)).toBeNull();
    expect(response.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^jwt\.session-token=ey.+HttpOnly/i),
    ]);
  });

  test("an expired session is sent to the sign-in page", async () => {
    const response = await open("/account", "jwt", await jwtCookie(policy.maxAge));
    expect(redirect(response)).toContain("/sign-in?callbackUrl=%2Faccount");
  });

  test.each(garbage)("%s is sent to the sign-in page", async (_what, cookie) => {
    const response = await open("/account", "jwt", cookie.toWellFormed());
    expect(redirect(response)).toContain("/sign-in");
  });
});

// NextAuth() in middleware answers such a cookie with Max-Age=0: it signs database users out.
describe("database", () => {
  test.each([["a token", newToken()], ...garbage])(
    "signs nobody out and asks nobody: %s",
    async (_what, cookie) => {
      const response = await open("/account", "database", cookie.toWellFormed());
      expect(redirect(response)).toBeNull();
      expect(response.headers.getSetCookie()).toEqual([]);
    },
  );
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
