// An access token with a refresh token: what happens when the access token expires.
import { createHash } from "node:crypto";
import type { BrowserContext, Page, Route } from "@playwright/test";
import { expire, expireIn } from "../support/e2e-access-token";
import type { Answer, Client } from "../support/e2e-client";
import { field } from "../support/e2e-forms";
import { refreshUnseen } from "../support/e2e-refresh";
import { traits } from "../support/e2e-strategies";
import { test as base, expect } from "../support/e2e-test";

const ROUTE = "/api/session/refresh";
const ACCESS = traits.hybrid.cookie;
const REFRESH = `${traits.hybrid.refreshCookie}`;

const test = base.extend<{ newMember: () => Promise<Client>; ageToken: () => Promise<void> }>({
  /** A client that is signed in as this test's user. */
  newMember: async ({ newClient, user }, use) =>
    use(async () => {
      const client = newClient();
      await client.signIn(user);
      return client;
    }),
  /** Lets the access token of this test's browser end. */
  ageToken: async ({ context, sessionCookie, baseURL }, use) =>
    use(async () => {
      const value = await expire(await sessionCookie());
      await context.addCookies([{ name: ACCESS, value, url: `${baseURL}` }]);
    }),
});
test.use({ strategy: "hybrid" });

test.describe("a page", () => {
  for (const path of ["/account?tab=a%26b&x=1", "/"])
    test(`${path} needs one redirect`, async ({ newMember, user, appUrl }) => {
      const client = await newMember();
      await expireIn(client);
      const before = new Map(client.cookies);

      const away = await client.get(path);
      expect(away.status).toBe(307);
      const there = new URL(`${away.headers.get("location")}`, appUrl);
      expect(there.origin).toBe(appUrl);
      expect(there.pathname).toBe(ROUTE);
      const back = await client.get(there.pathname + there.search);
      expect(back.status).toBe(303);
      expect(back.headers.get("location")).toBe(path);
      expect(back.headers.get("cache-control")).toBe("private, no-store");
      for (const name of [ACCESS, REFRESH])
        expect(client.cookies.get(name), name).not.toBe(before.get(name));

      const answer = await client.get(path);
      expect(answer.status).toBe(200);
      expect(answer.text).toContain(user.name);
    });

  test("needs one redirect with an access token that cannot be decrypted any more", async ({
    newMember,
    user,
  }) => {
    const client = await newMember();
    const refresh = `${client.cookies.get(REFRESH)}`;
    client.cookies.set(ACCESS, "of-a-secret-that-has-gone");
    const away = `${(await client.get("/account")).headers.get("location")}`;
    const trip = new URL(away, "http://localhost").search;
    await client.get(ROUTE + trip);
    expect((await client.get("/account")).text).toContain(user.name);
    // If the new token is not accepted by the server of the page, there is no redirect loop.
    const issued = createHash("sha256")
      .update(`${client.cookies.get(ACCESS)}`)
      .digest("hex");
    expect(client.cookies.get("last-refresh")).toBe(`unknown.${issued}`);

    client.cookies.set(ACCESS, "of-a-secret-that-has-gone");
    client.cookies.set(
      REFRESH,
      refresh.replace(/.$/, (last) => (last === "A" ? "B" : "A")),
    );
    await client.get(ROUTE + trip);
    expect((await client.get("/account")).headers.get("location")).toContain("/sign-in?");
  });

  test("is shown in a browser, and the next page needs no redirect", async ({
    page,
    user,
    signInAs,
    ageToken,
  }) => {
    const trips = countTrips(page);
    await signInAs(user);
    await ageToken();
    await page.goto("/account");
    await expect(page.getByRole("region", { name: "You", exact: true })).toContainText(user.email);
    await expect(page).toHaveURL("/account");
    expect(trips()).toBe(1);
    await page.goto("/");
    await expect(page.getByRole("banner")).toContainText(user.name);
    expect(trips()).toBe(1);
  });

  test("is opened by a link without a new document", async ({ page, user, signInAs, ageToken }) => {
    await signInAs(user);
    await page.goto("/");
    await page.waitForLoadState("networkidle"); // the router's prefetches have arrived
    await page.evaluate(() => Object.assign(window, { sameDocument: true }));
    const trips = countTrips(page);
    await ageToken();
    await page.getByRole("navigation").getByRole("link", { name: "Account" }).click();
    await expect(page.getByRole("region", { name: "You", exact: true })).toContainText(user.email);
    await expect(page).toHaveURL("/account");
    expect(trips()).toBeGreaterThan(0);
    expect(await page.evaluate(() => "sameDocument" in window)).toBe(true);
  });

  test("is opened by a link after a redirected prefetch", async ({
    page,
    user,
    signInAs,
    ageToken,
  }) => {
    await signInAs(user);
    await ageToken();
    // Only the document gets a new token, which expires before the prefetches.
    await page.goto("/sign-in");
    await ageToken();
    await page.goto("/");
    await ageToken();
    const link = page.getByRole("navigation").getByRole("link", { name: "Account" });
    await link.hover();
    await page.waitForLoadState("networkidle");
    await link.click();
    await expect(page.getByRole("region", { name: "You", exact: true })).toContainText(user.email);
    await expect(page).toHaveURL("/account");
  });

  test("sends its form through the refresh route, and the action runs", async ({
    page,
    user,
    signInAs,
    ageToken,
    newClient,
  }) => {
    await signInAs(user);
    await page.goto("/account");
    await page.waitForLoadState("networkidle"); // a prefetch would be redirected first
    await field(page, "Current password").fill(user.password);
    await field(page, "New password").fill("another few words in a row");
    const sent: string[] = [];
    page.on("response", (response) => {
      const request = response.request();
      if (request.method() === "POST")
        sent.push(`${response.status()} ${new URL(request.url()).pathname}`);
    });
    await ageToken();
    await page.getByRole("button", { name: "Change password" }).click();
    await expect(page.getByText("Your password is changed.")).toBeVisible();
    expect(sent).toEqual(["307 /account", `307 ${ROUTE}`, "200 /account"]);
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await expect(page).toHaveURL("/account");
    const anew = { ...user, password: "another few words in a row" };
    expect((await newClient().signIn(anew)).text).not.toContain("error");
  });

  test("shows a message when the refresh for its form got no answer, without asking to sign in", async ({
    page,
    context,
    baseURL,
    user,
    signInAs,
    ageToken,
    sessionCookie,
    newClient,
  }) => {
    await signInAs(user);
    await page.goto("/account");
    await field(page, "Current password").fill(user.password);
    await field(page, "New password").fill("another few words in a row");
    await ageToken();
    const value = `unknown.${sha256(`${await sessionCookie()}`)}`;
    await context.addCookies([{ name: "last-refresh", value, url: `${baseURL}` }]);
    await page.getByRole("button", { name: "Change password" }).click();
    await expect(page.getByRole("alert").filter({ hasText: "could not check" })).toBeVisible();
    await expect(page.getByRole("dialog")).toHaveCount(0);
    expect((await newClient().signIn(user)).text).not.toContain("error");
  });
});

test.describe("a session that has ended", () => {
  const ends = {
    "whose row is gone": async (_: BrowserContext, deleteRow: () => Promise<unknown>) => {
      await deleteRow();
    },
    "whose refresh token is gone": async (context: BrowserContext) => {
      await context.clearCookies({ name: REFRESH });
    },
  };
  for (const [name, end] of Object.entries(ends))
    test(`${name} is redirected to the sign-in page with one refresh`, async ({
      page,
      context,
      user,
      signInAs,
      ageToken,
      database,
    }) => {
      const trips = countTrips(page);
      await signInAs(user);
      await end(context, () => deleteRows(database, user.id));
      await ageToken();
      await page.goto("/account?x=1");
      await expect(page).toHaveURL("/sign-in?callbackUrl=%2Faccount%3Fx%3D1");
      await expect(field(page, "Password")).toBeVisible();
      expect(trips()).toBe(1);
      await page.goto("/");
      await expect(page.getByRole("banner").getByRole("link", { name: "Sign in" })).toBeVisible();
      expect(trips()).toBe(1);
    });

  test("does not affect a newer sign-in when its refresh is refused late", async ({
    newMember,
    newClient,
    user,
    database,
  }) => {
    const client = await newMember();
    await expireIn(client);
    const slow = newClient();
    for (const [name, value] of client.cookies) slow.cookies.set(name, value);
    await deleteRows(database, user.id);
    await client.signIn(user);
    const late = await slow.get(`${ROUTE}?next=/account`);
    expect(late.status).toBe(303);
    expect(late.setCookies.has(ACCESS) || late.setCookies.has(REFRESH)).toBe(false);
    for (const name of late.setCookies.keys())
      client.cookies.set(name, `${slow.cookies.get(name)}`);
    expect((await client.get("/account")).status).toBe(200);
    await expireIn(client);
    expect((await client.get("/account")).headers.get("location")).toContain(ROUTE);
  });

  test("asks to sign in on the page of a form, and then sends the form", async ({
    page,
    user,
    signInAs,
    database,
    newClient,
  }) => {
    await signInAs(user);
    await page.goto("/account");
    await deleteRows(database, user.id);
    await field(page, "Current password").fill(user.password);
    await field(page, "New password").fill("another few words in a row");
    await page.getByRole("button", { name: "Change password" }).click();
    const dialog = page.getByRole("dialog", { name: "Your session has ended" });
    await dialog.getByLabel("Password").fill(user.password);
    await dialog.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page.getByText("Your password is changed.")).toBeVisible();
    const anew = { ...user, password: "another few words in a row" };
    expect((await newClient().signIn(anew)).text).not.toContain("error");
  });

  test("does not prevent a new sign-in while its access token is valid", async ({
    page,
    user,
    signInAs,
    database,
  }) => {
    await signInAs(user);
    await deleteRows(database, user.id);
    await page.goto("/admin");
    await expect(page).toHaveURL("/sign-in?callbackUrl=%2Fadmin");
    await expect(field(page, "Password")).toBeVisible();
  });
});

test.describe("POST", () => {
  test("returns a new pair with its expiry", async ({ newMember, appUrl }) => {
    const client = await newMember();
    await expireIn(client);
    expect(await reasonOf(client)).toBe("access-token-expired");
    const answer = await client.post(ROUTE, "", { origin: appUrl });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("cache-control")).toBe("private, no-store");
    const { accessExpires, ...nothing } = answer.json() as { accessExpires: string };
    expect(nothing).toEqual({});
    expect(new Date(accessExpires).toISOString()).toBe(accessExpires);
    const left = (Date.parse(accessExpires) - Date.now()) / 1000;
    expect(left).toBeGreaterThan(15 * 60 - 30);
    expect(left).toBeLessThanOrEqual(15 * 60);
    expect([...answer.setCookies.keys()].sort()).toEqual([ACCESS, REFRESH]);
    expect((await client.get("/api/me")).status).toBe(200);
  });

  test("gives parallel requests the same successor", async ({ newMember }) => {
    const client = await newMember();
    const answers = await Promise.all(Array.from({ length: 10 }, () => client.post(ROUTE, "")));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    const successors = answers.map(({ setCookies }) => setCookies.get(REFRESH)?.split(";")[0]);
    expect(new Set(successors).size).toBe(1);
    expect((await client.post(ROUTE, "")).status).toBe(200);
  });

  test("refuses an invalid refresh token and deletes no cookies", async ({
    newClient,
    newMember,
  }) => {
    const member = await newMember();
    const real = `${member.cookies.get(REFRESH)}`;
    const other = await newMember();
    const [id, generation, random] = real.split(".");
    const presented = [
      undefined,
      "",
      "%",
      "%00",
      "x".repeat(80),
      "A".repeat(8000),
      `${id}.`,
      `${id}.${generation}.${random}.${"A".repeat(43)}`,
      other.cookies.get(REFRESH)?.replace(/^[^.]+/, `${id}`),
      `${member.cookies.get(ACCESS)}`,
    ];
    for (const value of presented) {
      const client = newClient();
      if (value !== undefined) client.cookies.set(REFRESH, value);
      const answer = await client.post(ROUTE, "");
      expect(answer.status, value).toBe(401);
      expect(answer.json()).toEqual({ error: "unauthenticated", reason: "no-session" });
      expect(answer.setCookies.size).toBe(0);
    }
    expect((await member.post(ROUTE, "")).status, "the real one").toBe(200);
  });

  test("refuses requests from other sites", async ({ newMember, appUrl }) => {
    const client = await newMember();
    const before = new Map(client.cookies);
    for (const origin of ["https://evil.example", "null", `${appUrl}.evil.example`, ""]) {
      const answer = await client.post(ROUTE, "", { origin });
      expect(answer.status, origin).toBe(403);
      expect(answer.setCookies.size).toBe(0);
    }
    const form = await client.post(`${ROUTE}?next=/account`, "", {
      origin: "https://evil.example",
    });
    expect(form.status).toBe(403);
    expect(client.cookies).toEqual(before);
    expect((await client.post(ROUTE, "", { origin: appUrl })).status).toBe(200);
  });

  test("with a return path redirects with POST inside the site", async ({ newMember }) => {
    const client = await newMember();
    for (const [next, back] of Object.entries({
      "/account?x=1": "/account?x=1",
      "//evil.example": "/",
    })) {
      const answer = await client.post(`${ROUTE}?next=${encodeURIComponent(next)}`, "a form");
      expect(answer.status).toBe(307);
      expect(answer.headers.get("location")).toBe(back);
    }
  });
});

test("GET redirects only to paths of this site", async ({ newMember, appUrl }) => {
  const client = await newMember();
  const hostile = [
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "/.//evil.example",
    "javascript:alert(1)",
    "/x\r\nSet-Cookie: stolen=1",
    "/\u0000",
    "",
    `/${"x".repeat(5000)}`,
  ];
  for (const next of hostile) {
    const answer = await client.get(`${ROUTE}?next=${encodeURIComponent(next)}`);
    expect(answer.status, next).toBe(303);
    expect(answer.headers.get("location"), next).toBe("/");
    expect(answer.setCookies.has("stolen")).toBe(false);
  }
  for (const query of [
    "",
    "?next",
    "?next[]=/x",
    "?next=%",
    "?next=//evil.example&next=/account",
  ]) {
    const { status, headers } = await client.get(ROUTE + query);
    expect(status, query).toBe(303);
    expect(new URL(`${headers.get("location")}`, appUrl).origin, query).toBe(appUrl);
  }
  expect((await client.get("/api/me")).status).toBe(200);
});

test.describe("Auth.js's own session route works with an expired access token", () => {
  test("for useSession()", async ({ page, user, signInAs, ageToken }) => {
    await signInAs(user);
    await page.goto("/");
    await ageToken();
    const session = await page.evaluate(() =>
      fetch("/api/auth/session", { headers: { "Content-Type": "application/json" } }).then(
        (response) => response.json(),
      ),
    );
    const { id, email, name, role } = user;
    expect(session.user).toEqual({ id, email, name, role });
    expect((await page.request.get("/api/me")).status()).toBe(200);
  });

  test("for update(), which reads the user from the database", async ({
    page,
    user,
    signInAs,
    ageToken,
    database,
  }) => {
    await signInAs(user);
    await page.goto("/");
    await database.sql(`UPDATE "User" SET name = 'Renamed' WHERE id = $1`, [user.id]);
    await ageToken();
    const session = await page.evaluate(async () => {
      const { csrfToken } = await (await fetch("/api/auth/csrf")).json();
      const body = JSON.stringify({ csrfToken, data: {} });
      const headers = { "Content-Type": "application/json" };
      return (await fetch("/api/auth/session", { method: "POST", headers, body })).json();
    });
    expect(session.user.name).toBe("Renamed");
  });

  test("and returns null for an ended session", async ({
    page,
    user,
    signInAs,
    ageToken,
    database,
  }) => {
    await signInAs(user);
    await page.goto("/");
    await deleteRows(database, user.id);
    await ageToken();
    expect(await page.evaluate(() => fetch("/api/auth/session").then((r) => r.json()))).toBeNull();
  });
});

test.describe("the cookie of the refresh token", () => {
  test("is sent only to the refresh route", async ({ page, user, signInAs, ageToken }) => {
    await signInAs(user);
    await ageToken();
    const sentTo = new Set<string>();
    page.on("request", async (request) => {
      const { cookie = "" } = await request.allHeaders();
      if (cookie.includes(REFRESH)) sentTo.add(new URL(request.url()).pathname);
    });
    await page.goto("/account");
    await expect(page.getByRole("region", { name: "You", exact: true })).toContainText(user.email);
    await page.evaluate(() => fetch("/api/me"));
    await page.goto("/");
    await page.waitForLoadState("networkidle");
    expect([...sentTo]).toEqual([ROUTE]);
  });

  test("is HttpOnly, SameSite, and bound to that path", async ({ newClient, user }) => {
    const { setCookies } = await newClient().signIn(user);
    expect(attributesOf(setCookies.get(REFRESH))).toEqual([
      "httponly",
      "max-age=2592000",
      `path=${ROUTE}`,
      "samesite=lax",
    ]);
  });

  test("is __Secure- on https, with a __Host- access token, and plain cookies are ignored", async ({
    newClient,
    user,
  }) => {
    const client = newClient({ "x-forwarded-proto": "https" });
    const names = [`__Host-${ACCESS}`, `__Secure-${REFRESH}`] as const;
    for (const answer of [await client.signIn(user), await client.post(ROUTE, "")]) {
      expect(answer.status).toBe(200);
      const [access, refresh] = names.map((name) => attributesOf(answer.setCookies.get(name)));
      expect(access).toEqual(["httponly", "max-age=2592000", "path=/", "samesite=lax", "secure"]);
      expect(refresh).toEqual([
        "httponly",
        "max-age=2592000",
        `path=${ROUTE}`,
        "samesite=lax",
        "secure",
      ]);
      expect(answer.setCookies.has(ACCESS) || answer.setCookies.has(REFRESH)).toBe(false);
    }
    const plain = newClient({ "x-forwarded-proto": "https" });
    plain.cookies.set(REFRESH, `${client.cookies.get(names[1])}`);
    expect((await plain.post(ROUTE, "")).status).toBe(401);
  });
});

test.describe("signing out", () => {
  test("deletes both cookies and the session", async ({
    page,
    context,
    user,
    signInAs,
    ageToken,
    newClient,
    database,
  }) => {
    await signInAs(user);
    await page.goto("/account");
    const kept = newClient();
    for (const { name, value } of await context.cookies(page.url().replace("/account", ROUTE)))
      kept.cookies.set(name, value);
    expect(kept.cookies.has(REFRESH)).toBe(true);
    // Also when the access token has ended meanwhile.
    await ageToken();
    await page.getByRole("banner").getByRole("button", { name: "Sign out" }).click();
    await expect(page.getByRole("banner").getByRole("link", { name: "Sign in" })).toBeVisible();
    expect(await namesOf(context)).toEqual([]);
    expect((await kept.post(ROUTE, "")).status).toBe(401);
    expect(await deleteRows(database, user.id)).toEqual([]);
  });

  test("waits for a running refresh, whose answer would restore the cookies", async ({
    page,
    context,
    user,
    signInAs,
  }) => {
    // The timeout of the test.
    await context.addInitScript(() => {
      AbortSignal.timeout = () => new AbortController().signal;
    });
    await signInAs(user);
    const other = await context.newPage();
    for (const tab of [page, other]) await tab.goto("/account");
    const held: [Route, Response][] = [];
    await page.route(`**${ROUTE}`, async (route) => {
      held.push([route, await refreshUnseen(context, route.request().url())]);
    });
    // Like lib/browser/refresh.ts when a refresh is due.
    await page.evaluate((path) => {
      void navigator.locks.request("session-refresh", () => fetch(path, { method: "POST" }));
    }, ROUTE);
    await expect.poll(() => held.length).toBe(1);
    await other.getByRole("banner").getByRole("button", { name: "Sign out" }).click();
    const waiting = () =>
      other.evaluate(async () => (await navigator.locks.query()).pending?.length);
    await expect.poll(waiting).toBe(1);

    for (const [route, { status, headers }] of held)
      await route.fulfill({
        status,
        headers: {
          ...Object.fromEntries(headers),
          "set-cookie": headers.getSetCookie().join("\n"),
        },
        json: { accessExpires: new Date(Date.now() + 60_000).toISOString() },
      });
    await expect(other.getByRole("banner").getByRole("link", { name: "Sign in" })).toBeVisible();
    expect(await namesOf(context)).toEqual([]);
  });

  test("works with signOut() of next-auth/react during a refresh", async ({ newMember }) => {
    const client = await newMember();
    const { csrfToken } = (await client.get("/api/auth/csrf")).json() as { csrfToken: string };
    const copy = `${client.cookies.get(REFRESH)}`;
    const answer = await client.post(
      "/api/auth/signout",
      { csrfToken, callbackUrl: "/" },
      { "X-Auth-Return-Redirect": "1" },
    );
    expect(answer.status).toBe(200);
    expect(client.cookies.has(ACCESS) || client.cookies.has(REFRESH)).toBe(false);
    client.cookies.set(REFRESH, copy);
    expect((await client.post(ROUTE, "")).status).toBe(401);
  });
});

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

function countTrips(page: Page): () => number {
  let trips = 0;
  page.on("request", (request) => {
    if (new URL(request.url()).pathname === ROUTE) trips++;
  });
  return () => trips;
}

/** The session's cookies that the browser still has, with any path. */
async function namesOf(context: BrowserContext): Promise<string[]> {
  const names = (await context.cookies()).map(({ name }) => name);
  return names.filter((name) => name.includes(ACCESS) || name.includes(REFRESH));
}

async function reasonOf(client: Client): Promise<string> {
  const answer: Answer = await client.get("/api/me");
  expect(answer.status).toBe(401);
  return (answer.json() as { reason: string }).reason;
}

/** Answers with those that were there. */
const deleteRows = (
  database: { sql(text: string, values: unknown[]): Promise<unknown[]> },
  userId: string,
) => database.sql(`DELETE FROM "Session" WHERE "userId" = $1 RETURNING id`, [userId]);

function attributesOf(line = ""): string[] {
  const attributes = line.toLowerCase().split("; ").slice(1);
  return attributes.filter((attribute) => !attribute.startsWith("expires=")).sort();
}
