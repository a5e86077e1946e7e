// `export const GET = auth(handler)`, as documented by Auth.js: what it adds to the answer of the handler.
import { NextRequest } from "next/server";
import { beforeEach, describe, expect, test, vi } from "vitest";

const asked = vi.hoisted(() => ({ request: undefined as NextRequest | undefined }));
vi.mock("next/headers", () => ({
  headers: async () => asked.request?.headers,
  cookies: async () => asked.request?.cookies,
}));

import { createAuthjs, type RouteHandler } from "@/lib/authjs/create";
import { sentCookies, signedIn } from "../support/authjs";
import { everyStrategy } from "../support/strategies";
import { renewalDue } from "../support/visit";

beforeEach(() => {
  asked.request = undefined;
});

/** Signed in under `name`. `open` calls a route inside `auth`, as a program on the site does. */
async function setUp(name: (typeof everyStrategy)[number]) {
  const { browser, strategy, clock, session } = await signedIn(name);
  const { auth } = createAuthjs(strategy);
  const cookie = `${browser.cookieName}=${browser.cookie}`;
  async function open(handler: RouteHandler, { method = "GET", more = {} } = {}) {
    const headers = { host: "localhost:3000", "x-forwarded-proto": "http", cookie, ...more };
    const request = new NextRequest("http://localhost:3000/wrapped", { method, headers });
    asked.request = request;
    const response = await auth(handler)(request, { params: Promise.resolve({}) });
    return { response, sent: sentCookies(response, browser.cookieName) };
  }
  const becomeDue = () => clock.set(renewalDue({ ...session, cookie: browser.cookie }));
  return { browser, cookie, strategy, open, becomeDue };
}

const known: RouteHandler = ({ auth }) => Response.json(auth?.user.id ?? null);
/** What a developer writes who does not think of the session. */
const cached: RouteHandler = () =>
  new Response("the same for everyone", { headers: { "Cache-Control": "public, s-maxage=600" } });

describe.each(everyStrategy)("%s: a route inside auth()", (name) => {
  test("does not set an unchanged cookie again", async () => {
    const { open } = await setUp(name);
    expect((await open(known)).sent).toEqual([]);
    const { response } = await open(cached);
    expect(response.headers.get("cache-control")).toBe("public, s-maxage=600");
  });

  test("renews a session when due, and then no cache stores the answer", async () => {
    const { browser, strategy, open, becomeDue, cookie } = await setUp(name);
    becomeDue();
    const { response, sent } = await open(cached);
    const isRenewed = sent.length > 0;
    expect(sent.join()).not.toContain(cookie);
    // An access token is renewed by its refresh token alone.
    const atAuthjs = strategy.refresh ? new Response() : await browser.get("session");
    expect(sent).toHaveLength(sentCookies(atAuthjs, browser.cookieName).length);
    expect(response.headers.get("cache-control")).toBe(
      isRenewed ? "private, no-store" : "public, s-maxage=600",
    );
    expect(await response.text()).toBe("the same for everyone");
  });

  test("renews nothing on a HEAD, a prefetch or an error", async () => {
    const { open, becomeDue } = await setUp(name);
    becomeDue();
    const prefetch = { more: { "sec-purpose": "prefetch" } };
    for (const way of [{ method: "HEAD" }, prefetch])
      expect((await open(known, way)).sent).toEqual([]);
    expect((await open(() => new Response(null, { status: 404 }))).sent).toEqual([]);
  });
});
