// A cache between the app and its visitors must never store a session. Requests every route in every way, each time
// with a renewal or a refresh due.
import { readdirSync } from "node:fs";
import { expire } from "../support/e2e-access-token";
import { startApp } from "../support/e2e-app";
import { createClient } from "../support/e2e-client";
import { expect, test } from "../support/e2e-test";

interface Ask {
  name: string;
  method?: "GET" | "HEAD" | "POST";
  headers?: Record<string, string>;
  /** Whether the session may be renewed or refreshed by it, on some route. */
  renews?: boolean;
}

const WAYS: Ask[] = [
  { name: "a visit", headers: { accept: "text/html" }, renews: true },
  { name: "a request of a program", renews: true },
  { name: "a navigation of the router", headers: { rsc: "1", "next-url": "/" }, renews: true },
  { name: "a form", method: "POST", renews: true },
  { name: "a HEAD", method: "HEAD" },
  { name: "a browser's prefetch", headers: { "sec-purpose": "prefetch" } },
  { name: "an older browser's prefetch", headers: { purpose: "prefetch" } },
  { name: "a prefetch of the router", headers: { rsc: "1", "next-router-prefetch": "1" } },
  { name: "a prefetched document", headers: { "next-router-prefetch": "1" } },
  {
    name: "a prefetched segment",
    headers: { rsc: "1", "next-router-prefetch": "1", "next-router-segment-prefetch": "/_tree" },
  },
];

/** Every path of the app, some unknown paths, and some files. */
function listPaths(): string[] {
  const files = readdirSync("app", { recursive: true, encoding: "utf8" });
  const routes = files
    .filter((file) => /(^|\/)(page|route)\.tsx?$/.test(file))
    .map((file) => `/${file.replace(/\/?(page|route)\.tsx?$/, "")}`);
  const values: Record<string, string> = {
    "[...nextauth]": "session",
    "[...path]": "auth.ts",
    "[...slug]": "security",
    "[id]": "1",
    "[purpose]": "sign-in?token=x",
  };
  const paths = routes.map((path) => path.replace(/\[.+?\]/, (name) => values[name] ?? name));
  const more = ["csrf", "providers", "signin", "signout", "error", "callback/credentials"];
  return [
    ...paths,
    ...more.map((action) => `/api/auth/${action}`),
    ...["/icon.svg", "/nothing", "/account/nothing.png", "/account.rsc", "/account.txt"],
    // #region demo
    ...["/demo/source/nothing", "/demo/docs/nothing"],
    // #endregion
    // #region refresh
    "/api/session/refresh?next=/account",
    // #endregion
    ...["/link/nothing", "/_next/static/nothing.js", "//account", "/ACCOUNT"],
  ];
}

test("no response that sets a cookie can be cached, and no HEAD, prefetch or error renews a session", async ({
  strategy,
  database,
  user,
  trait,
}) => {
  test.slow();
  const app = await startApp({
    env: {
      AUTH_STRATEGY: strategy,
      DATABASE_URL: database.url,
      SESSION_UPDATE_AGE: "1",
      // The same refresh token is shown each time.
      REFRESH_REUSE_GRACE: "3600",
    },
  });
  const member = createClient(app.url);
  expect((await member.signIn(user)).status).toBe(200);
  // From now on a renewal is due.
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  const access = member.cookies.get(trait.cookie);
  if (trait.refreshCookie) member.cookies.set(trait.cookie, await expire(access));
  const cookie = [...member.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  const ours = [trait.cookie, `${trait.refreshCookie}`, "last-refresh"];

  const wrong: string[] = [];
  const renewed = new Set<string>();
  async function ask(path: string, { name, method = "GET", headers = {}, renews }: Ask) {
    const init = { method, headers: { cookie, ...headers }, redirect: "manual" } as const;
    let response = await fetch(app.url + path, init);
    const location = `${response.headers.get("location")}`;
    check(response);
    if (location.includes("_rsc")) {
      response = await fetch(new URL(location, app.url), init);
      check(response);
    }
    await response.arrayBuffer();

    function check({ status, headers }: Response) {
      const cached = headers.get("cache-control") ?? "";
      const set = headers.getSetCookie().map((line) => line.slice(0, line.indexOf("=")));
      const says = `${name}: ${path} → ${status}, "${cached}", ${set}`;
      const isStorable = !/private/.test(cached) || !/no-store/.test(cached);
      if (set.length > 0 && (isStorable || /public|max-age=[1-9]/.test(cached))) wrong.push(says);
      const renewal = set.filter((name) => ours.includes(name));
      // Next.js shows the middleware the path of the page without this suffix, and then answers 404, not to be stored.
      const failed = status >= 400 && path !== "/account.rsc";
      if (renewal.length > 0 && (!renews || failed)) wrong.push(says);
      for (const cookie of renewal) renewed.add(cookie);
    }
  }

  const paths = listPaths();
  expect(paths).toContain("/account");
  expect(paths.filter((path) => path.includes("["))).toEqual([]);
  for (const way of WAYS)
    for (const path of paths) {
      // Those end the session; they come last.
      const ends = way.method === "POST" && /^\/(sign-out|demo)/.test(path);
      if (!ends) await ask(path, way);
    }
  expect(wrong).toEqual([]);
  const renewable = trait.carriesUser ? [trait.cookie] : [];
  const expected = trait.refreshCookie ? ours : renewable;
  expect([...renewed].sort(), "so it was due").toEqual([...expected].sort());

  const signedOut = await fetch(`${app.url}/sign-out`, {
    method: "POST",
    headers: { cookie },
    redirect: "manual",
  });
  expect(signedOut.headers.get("cache-control")).toBe("private, no-store");
  await app.stop();
});
