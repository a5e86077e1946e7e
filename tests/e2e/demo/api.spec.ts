import { expect, test } from "../../support/e2e-test";

const actions = [
  ["POST", "/demo/api/roles", { action: "start" }],
  ["POST", "/demo/api/measured", { role: "admin" }],
  ["POST", "/demo/api/sign-out-elsewhere", { action: "start" }],
  ["POST", "/demo/api/device-limit", { action: "start" }],
  ["POST", "/demo/api/private-cache", { action: "start" }],
  ["POST", "/demo/api/cookie-size", { kind: "permissions", count: 1, split: true }],
  ["POST", "/demo/api/service-token", { ended: true }],
  ["POST", "/demo/api/time-limits", { action: "start" }],
  ["POST", "/demo/api/family", { action: "start" }],
  ["POST", "/demo/api/refresh", { action: "end" }],
  ["DELETE", "/demo/api/cookie-size", {}],
] as const;

for (const [method, path, data] of actions) {
  test(`${method} ${path} accepts only signed-in users on pages of this site`, async ({
    request,
    context,
    user,
    signInAs,
    baseURL,
  }) => {
    const guest = await request.fetch(path, { method, data });
    expect(guest.status(), "guest").toBe(401);

    await signInAs(user);
    const send = (options: object) => context.request.fetch(path, { method, data, ...options });
    for (const origin of ["https://evil.example", "null", `${baseURL}.evil.example`]) {
      const response = await send({ headers: { Origin: origin } });
      expect(response.status(), origin).toBe(403);
      expect(response.headers()["set-cookie"]).toBeUndefined();
    }
    const form = await send({ data: undefined, form: { role: "admin" } });
    expect(form.status(), "a form").toBe(403);
    const nonsense = await send({ data: "[", headers: { "Content-Type": "application/json" } });
    expect(nonsense.status(), "no JSON").toBe(400);
    const response = await send({ headers: { Origin: `${baseURL}` } });
    // The one is for people whom nobody can register as.
    const allowed = path === "/demo/api/measured" ? [403] : [200, 409];
    expect(allowed, "our own page").toContain(response.status());
  });
}

for (const path of [
  "/demo/api/roles",
  "/demo/api/measured",
  "/demo/api/sign-out-elsewhere",
  "/demo/api/time-limits",
  "/demo/api/family",
  "/demo/api/device-limit",
  "/demo/api/private-cache",
  "/demo/api/cookie-size/echo",
])
  test(`GET ${path} reveals nothing to a guest`, async ({ request }) => {
    const response = await request.get(path);
    expect(response.status()).toBe(401);
    expect(await response.json()).toEqual({ error: "unauthenticated", reason: "no-session" });
  });
