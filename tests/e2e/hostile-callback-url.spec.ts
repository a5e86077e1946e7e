// The redirect after sign-in can be set in the query, in bodies and in a cookie. It never leaves the site.
import { submitSignIn } from "../support/e2e-forms";
import { expect, test } from "../support/e2e-test";

const HOSTILE = [
  "https://evil.example/",
  "//evil.example",
  "///evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "/\t/evil.example",
  "\t//evil.example",
  "/\n/evil.example",
  "https:evil.example",
  "javascript:alert(1)",
  "data:text/html,x",
  "/x\r\nSet-Cookie: stolen=1",
  "/\u0000",
  "%2F%2Fevil.example",
  "//evil.example/%2e%2e",
  "/%5Cevil.example",
  "http://localhost@evil.example",
  "http://localhost.evil.example",
  `/${"x".repeat(5000)}`,
];

for (const hostile of HOSTILE)
  test(`${JSON.stringify(hostile).slice(0, 40)} stays on the site`, async ({
    newClient,
    user,
    appUrl,
  }) => {
    const encoded = encodeURIComponent(hostile);
    for (const page of ["/sign-in", "/sign-up"])
      for (const query of [
        `callbackUrl=${encoded}`,
        `callbackUrl=/account&callbackUrl=${encoded}`,
      ]) {
        const { status, text } = await newClient().get(`${page}?${query}`);
        expect(status).toBeLessThan(500);
        const value = /name="callbackUrl" value="([^"]*)"/.exec(text)?.[1] ?? "";
        expect(leadsTo(value, appUrl), value).toBe(appUrl);
      }

    const answer = await newClient().signIn(user, { callbackUrl: hostile });
    expect([200, 400]).toContain(answer.status);
    if (answer.status === 200) {
      const { url } = answer.json() as { url: string };
      expect(leadsTo(url, appUrl), url).toBe(appUrl);
    }
    expect(answer.setCookies.has("stolen")).toBe(false);
  });

for (const hostile of HOSTILE.filter((url) => !/[\r\n\t\0]/.test(url)))
  test(`${JSON.stringify(hostile).slice(0, 40)} in the cookie is ignored`, async ({
    newClient,
    user,
    appUrl,
  }) => {
    const client = newClient();
    client.cookies.set("authjs.callback-url", encodeURIComponent(hostile));
    for (const path of ["/api/auth/session", "/api/auth/csrf", "/api/auth/signin", "/sign-in"]) {
      const { status, headers } = await client.get(path);
      expect(status, path).toBeLessThan(500);
      const location = headers.get("location");
      if (location) expect(leadsTo(location, appUrl), location).toBe(appUrl);
    }
    // It must not block later sign-ins either.
    const answer = await client.signIn(user);
    const { url } = answer.json() as { url: string };
    expect(leadsTo(url, appUrl), url).toBe(appUrl);
    expect((await client.get("/api/me")).status).toBe(200);
  });

test("a provider is never asked to redirect to another site", async ({ newClient, appUrl }) => {
  for (const hostile of HOSTILE) {
    const client = newClient();
    const { csrfToken } = (await client.get("/api/auth/csrf")).json() as { csrfToken: string };
    const answer = await client.post("/api/auth/signin/oidc", { csrfToken, callbackUrl: hostile });
    expect(answer.status).toBeLessThan(500);
    const kept = decodeURIComponent(client.cookies.get("authjs.callback-url") ?? "");
    expect(leadsTo(kept, appUrl), kept).toBe(appUrl);
  }
});

test("a browser stays on the site", async ({ page, user }) => {
  await page.goto("/sign-in?callbackUrl=//evil.example");
  await submitSignIn(page, user);
  await expect(page).toHaveURL("/account");
});

/** The origin that a browser on the site would go to. */
function leadsTo(target: string, appUrl: string): string {
  return new URL(target.replaceAll("&amp;", "&"), appUrl).origin;
}
