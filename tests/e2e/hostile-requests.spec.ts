// Hostile requests never get 500 or protected content.
import { catchAction } from "../support/e2e-actions";
import { field } from "../support/e2e-forms";
import { sendRaw } from "../support/e2e-raw";
import { expect, test } from "../support/e2e-test";
import { PROTECTED, PROTECTED_WORDS, WAYS_TO_ASK } from "../support/e2e-ways-to-ask";

test.describe("a guest's request for a protected page", () => {
  for (const { name, path, headers } of WAYS_TO_ASK)
    test(`${name} returns no protected content`, async ({ newClient, user, database, trait }) => {
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
          for (const secret of [user.id, user.email, ...PROTECTED_WORDS])
            expect(answer.text, `${page} with ${presented}`).not.toContain(secret);
        }
      }
    });
});

test("a permitted user gets the protected content", async ({ newClient, user, database }) => {
  await database.sql(`UPDATE "User" SET role = 'admin' WHERE id = $1`, [user.id]);
  const client = newClient();
  await client.signIn(user);
  expect((await client.get("/account")).text).toContain("currentPassword");
  expect((await client.get("/admin")).text).toContain("userId");
});

test("no page and no router payload contains a token", async ({ newClient, user, trait }) => {
  const client = newClient();
  await client.signIn(user);
  const cookie = client.cookies.get(trait.cookie) ?? "";
  for (const path of ["/", "/account", "/api/me", "/api/auth/session"])
    for (const headers of [{}, { rsc: "1" }] as Record<string, string>[])
      expect((await client.get(path, headers)).text).not.toContain(cookie);
});

test.describe("an invalid session cookie", () => {
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

  test("every byte of a valid one changed in turn", async ({ newClient, user, trait }) => {
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

  test("two at once: one of them is used, or none", async ({ appUrl, newClient, user, trait }) => {
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

test("a URL that cannot be decoded gets 400 or 404", async ({ newClient, user }) => {
  const signedIn = newClient();
  await signedIn.signIn(user);
  const ways = [{}, { rsc: "1" }, { rsc: "1", "next-router-prefetch": "1" }];
  for (const part of ["%E0%A4%A", "%", "%zz", "%80", "%C0%80"])
    for (const path of [
      `/${part}`,
      `/account/${part}`,
      `/admin/users/${part}`,
      // #region demo
      `/demo/source/${part}`,
      // #endregion
      `/api/auth/${part}`,
      `/api/auth/callback/${part}`,
    ])
      for (const client of [newClient(), signedIn])
        for (const headers of ways as Record<string, string>[]) {
          const { status } = await client.get(path, headers);
          expect([400, 404], `${path} ${JSON.stringify(headers)}: ${status}`).toContain(status);
        }
});

test("Auth.js's own pages have a Content-Security-Policy and work", async ({
  page,
  user,
  signInAs,
  sessionCookie,
}) => {
  await signInAs(user);
  const verify = await page.request.get("/api/auth/verify-request");
  expect(verify.headers()["content-security-policy"]).toContain("default-src 'none'");
  const answer = await page.goto("/api/auth/signout");
  expect(answer?.headers()["content-security-policy"]).toContain("default-src 'none'");
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL("/");
  expect(await sessionCookie()).toBeUndefined();
});

test("a form from another site is refused", async ({
  page,
  user,
  signInAs,
  sessionCookie,
  newClient,
  allowConsole,
  trait,
}) => {
  await signInAs(user);
  await page.goto("/account");
  // Held back, so that only the copy arrives.
  allowConsole(/ERR_FAILED|Failed to fetch/);
  await page.route("**/account", (route) =>
    route.request().method() === "POST" ? route.abort() : route.continue(),
  );
  const action = await catchAction(page, async () => {
    await field(page, "Current password").fill(user.password);
    await field(page, "New password").fill("set by another site");
    await page.getByRole("button", { name: "Change password" }).click();
  });

  const victim = newClient();
  victim.cookies.set(trait.cookie, (await sessionCookie()) ?? "");
  const others = ["https://evil.example", "null", "http://localhost.evil.example"];
  for (const origin of others)
    for (const site of ["cross-site", "same-site", "none"])
      await action.resend(victim, { origin, "sec-fetch-site": site });
  expect((await newClient().signIn(user)).text, "the old password").not.toContain("error");

  // The same form from this site works, even without a Referer, so the origin was the reason.
  const hidden = { origin: "null", "sec-fetch-site": "same-origin" };
  expect((await action.resend(victim, hidden)).status).toBe(200);
  expect((await newClient().signIn(user)).text).toContain("CredentialsSignin");
});
