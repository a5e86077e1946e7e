// Whatever is sent: never 500, never anything protected.
import { sendRaw } from "../support/e2e-raw";
import { expect, test } from "../support/e2e-test";

const PROTECTED = ["/account", "/admin"];

/** How Next.js's own client asks for a page, in all its ways. */
const WAYS: { name: string; path: (page: string) => string; headers: Record<string, string> }[] = [
  { name: "as a document", path: (page) => page, headers: {} },
  { name: "as a router payload", path: (page) => page, headers: { rsc: "1" } },
  { name: "with _rsc", path: (page) => `${page}?_rsc=abc`, headers: { rsc: "1" } },
  { name: "as .rsc", path: (page) => `${page}.rsc`, headers: {} },
  { name: "as .rsc with the header", path: (page) => `${page}.rsc`, headers: { rsc: "1" } },
  { name: "as .txt", path: (page) => `${page}.txt`, headers: { rsc: "1" } },
  {
    name: "as a prefetch",
    path: (page) => page,
    headers: { rsc: "1", "next-router-prefetch": "1" },
  },
  {
    name: "as a prefetched segment",
    path: (page) => page,
    headers: { rsc: "1", "next-router-prefetch": "1", "next-router-segment-prefetch": "/_tree" },
  },
  {
    name: "as a segment file",
    path: (page) => `${page}.segments${page}.segment.rsc`,
    headers: {},
  },
  { name: "as a browser's prefetch", path: (page) => page, headers: { purpose: "prefetch" } },
  { name: "with a doubled slash", path: (page) => `/${page}`, headers: {} },
  { name: "with an encoded letter", path: (page) => page.replace("a", "%61"), headers: {} },
  { name: "in capitals", path: (page) => page.toUpperCase(), headers: {} },
  { name: "by way of a dot", path: (page) => `/x/..${page}`, headers: {} },
  { name: "as next data", path: (page) => `/_next/data/x${page}.json`, headers: {} },
  {
    name: "as a subrequest of the middleware",
    path: (page) => page,
    headers: { "x-middleware-subrequest": Array(5).fill("middleware").join(":") },
  },
  {
    name: "as a subrequest of src/middleware",
    path: (page) => page,
    headers: { "x-middleware-subrequest": Array(5).fill("src/middleware").join(":") },
  },
  {
    name: "with the middleware's own headers",
    path: (page) => page,
    headers: {
      "x-middleware-next": "1",
      "x-middleware-rewrite": "/account",
      "x-invoke-path": "/account",
    },
  },
  {
    name: "with a method of its own",
    path: (page) => page,
    headers: { "x-http-method-override": "GET" },
  },
];

test.describe("a guest who asks for a protected page", () => {
  for (const { name, path, headers } of WAYS)
    test(`${name} gets nothing of it`, async ({ newClient, user, database, trait }) => {
      await database.sql(`UPDATE "User" SET role = 'admin' WHERE id = $1`, [user.id]);
      const signedIn = newClient();
      await signedIn.signIn(user);
      const cookie = signedIn.cookies.get(trait.cookie) ?? "";
      const forged = cookie.slice(0, -1) + (cookie.endsWith("A") ? "B" : "A");
      for (const page of PROTECTED) {
        for (const presented of [undefined, forged, "x".repeat(43)]) {
          const guest = newClient();
          if (presented) guest.cookies.set(trait.cookie, presented);
          const answer = await guest.get(path(page), headers);
          expect(answer.status).toBeLessThan(500);
          for (const secret of [user.id, user.email, user.name, "currentPassword", "userId"])
            expect(answer.text, `${page} with ${presented}`).not.toContain(secret);
        }
      }
    });
});

test("the same words are there for who may see them", async ({ newClient, user, database }) => {
  await database.sql(`UPDATE "User" SET role = 'admin' WHERE id = $1`, [user.id]);
  const client = newClient();
  await client.signIn(user);
  expect((await client.get("/account")).text).toContain("currentPassword");
  expect((await client.get("/admin")).text).toContain("userId");
});

test("no token is in a page, nor in a router payload", async ({ newClient, user, trait }) => {
  const client = newClient();
  await client.signIn(user);
  const cookie = client.cookies.get(trait.cookie) ?? "";
  for (const path of ["/", "/account", "/api/me", "/api/auth/session"])
    for (const headers of [{}, { rsc: "1" }] as Record<string, string>[])
      expect((await client.get(path, headers)).text).not.toContain(cookie);
});

test.describe("a session cookie that is none", () => {
  const garbage: [name: string, value: string][] = [
    ["empty", ""],
    ["a NUL", "\0"],
    ["a NUL inside", `${"x".repeat(20)}\0${"x".repeat(22)}`],
    ["a percent sign", "%"],
    ["a broken escape", "%E0%A4%A"],
    ["an encoded NUL", "%00"],
    ["bytes that are no text", "\xff\xfe\xc3"],
    ["8 KB", "A".repeat(8192)],
    ["almost more than the server reads", "A".repeat(16_000)],
    ["dots", "....."],
    ["a JWT with alg none", "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIiwicm9sZSI6ImFkbWluIn0."],
    ["an Auth.js JWE", "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2Q0JDLUhTNTEyIn0..AAAA.AAAA.AAAA"],
    ["SQL", "' OR 1=1 --"],
    ["a name of JavaScript", "__proto__"],
  ];
  for (const [name, value] of garbage)
    test(name, async ({ appUrl, trait }) => {
      for (const path of ["/api/me", "/api/auth/session", "/account", "/"]) {
        const headers: [string, string][] = [["Cookie", `${trait.cookie}=${value}`]];
        const { status, text } = await sendRaw(appUrl, path, { headers });
        expect(status, path).toBeGreaterThanOrEqual(200);
        expect(status, path).toBeLessThan(500);
        if (path === "/api/me") expect([400, 401, 431]).toContain(status);
        expect(text).not.toContain("currentPassword");
      }
    });

  test("fifty chunks of one", async ({ newClient, trait }) => {
    const client = newClient();
    for (let i = 0; i < 50; i++) client.cookies.set(`${trait.cookie}.${i}`, "A".repeat(100));
    expect((await client.get("/api/me")).status).toBe(401);
    expect((await client.get("/api/auth/session")).status).toBe(200);
  });

  test("every byte of a real one changed in turn", async ({ newClient, user, trait }) => {
    const client = newClient();
    await client.signIn(user);
    const cookie = client.cookies.get(trait.cookie) ?? "";
    // The last character of each part of a JWE has bits that stand for nothing: those may change.
    const ends = new Set(cookie.split("").flatMap((c, i) => (c === "." ? [i - 1] : [])));
    ends.add(cookie.length - 1);
    for (let i = 0; i < cookie.length; i += 1 + Math.floor(cookie.length / 60)) {
      if (ends.has(i)) continue;
      const other = cookie[i] === "A" ? "B" : "A";
      client.cookies.set(trait.cookie, cookie.slice(0, i) + other + cookie.slice(i + 1));
      expect((await client.get("/api/me")).status, `byte ${i}`).toBe(401);
    }
  });

  test("two at once: one of them counts, or none", async ({ appUrl, newClient, user, trait }) => {
    const client = newClient();
    await client.signIn(user);
    const real = `${trait.cookie}=${client.cookies.get(trait.cookie)}`;
    const fake = `${trait.cookie}=fake`;
    for (const cookie of [`${real}; ${fake}`, `${fake}; ${real}`]) {
      const { status } = await sendRaw(appUrl, "/api/me", { headers: [["Cookie", cookie]] });
      expect([200, 401]).toContain(status);
    }
  });
});

test.describe("a POST from another site", () => {
  test("does not reach a form", async ({
    allowConsole,
    page,
    user,
    signInAs,
    newClient,
    trait,
    sessionCookie,
  }) => {
    await signInAs(user);
    await page.goto("/account");
    const sent = page.waitForRequest((request) => request.method() === "POST");
    await page.getByLabel("Current password").fill(user.password);
    await page.getByLabel("New password").fill("set by another site");
    // Held back, so that only the copy arrives.
    allowConsole(/ERR_FAILED|Failed to fetch/);
    await page.route("**/account", (route) =>
      route.request().method() === "POST" ? route.abort() : route.continue(),
    );
    await page.getByRole("button", { name: "Change password" }).click();
    const request = await sent;
    const headers = Object.fromEntries(
      Object.entries(await request.allHeaders()).filter(
        ([name]) => !/^(:|content-length|host|connection|cookie)/.test(name),
      ),
    );
    const attacker = newClient();
    attacker.cookies.set(trait.cookie, (await sessionCookie()) ?? "");
    const body = request.postData() ?? "";
    await attacker.post("/account", body, { ...headers, origin: "https://evil.example" });
    expect((await newClient().signIn(user)).text, "the old password").not.toContain("error");
  });
});
