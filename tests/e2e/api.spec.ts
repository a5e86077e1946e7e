import { expect, test } from "../support/e2e-test";

test.describe("GET /api/me", () => {
  test("returns the user with exactly the documented fields", async ({
    user,
    signInAs,
    request,
    strategy,
    context,
  }) => {
    await signInAs(user);
    const response = await context.request.get("/api/me");
    expect(response.status()).toBe(200);
    const { id, email, name, role } = user;
    expect(await response.json()).toEqual({ user: { id, email, name, role }, strategy });
    expect(response.headers()["cache-control"]).toBe("private, no-store");
    expect((await request.get("/api/me")).status(), "another browser").toBe(401);
  });

  test("answers a guest with 401 and JSON, and sets no cookie", async ({ request }) => {
    const response = await request.get("/api/me");
    expect(response.status()).toBe(401);
    expect(await response.json()).toEqual({ error: "unauthenticated", reason: "no-session" });
    expect(response.headers()["set-cookie"]).toBeUndefined();
  });

  test("returns its cost in Server-Timing", async ({ user, signInAs, context, trait }) => {
    await signInAs(user);
    const { headers } = await fetchMe(context.request);
    expect(headers["server-timing"]).toMatch(
      new RegExp(`^auth;dur=[\\d.]+, sql;desc="${trait.sqlPerRequest}", redis;desc="0"$`),
    );
  });
});

test("GET /api/health reports a healthy app without sign-in and without secrets", async ({
  request,
  strategy,
}) => {
  const response = await request.get("/api/health");
  expect(response.status()).toBe(200);
  expect(await response.json()).toEqual({
    ok: true,
    strategy,
    database: "up",
    // #region redis
    redis: "off",
    // #endregion
  });
});

test("GET /api/ping does not read the session", async ({ user, signInAs, context }) => {
  await signInAs(user);
  const response = await context.request.get("/api/ping");
  expect(await response.json()).toEqual({ ok: true });
  expect(response.headers()["set-cookie"]).toBeUndefined();
});

async function fetchMe(request: {
  get(url: string): Promise<{ headers(): Record<string, string> }>;
}) {
  return { headers: (await request.get("/api/me")).headers() };
}
