// Behind a proxy that terminates TLS: the same origin in requests to providers and in signed tokens.
import { type App, AUDIENCES, startApp } from "../support/e2e-app";
import { createClient } from "../support/e2e-client";
import { oidcSettings } from "../support/e2e-oidc";
import { sendRaw } from "../support/e2e-raw";
import { getStage } from "../support/e2e-stage";
import { test as base, expect } from "../support/e2e-test";
import { passProvider } from "../support/oidc";

const origin = "https://app.example";

const test = base.extend<object, { app: App }>({
  app: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a pattern here
    async ({}, use) => {
      const oidc = oidcSettings(getStage().oidcIssuer);
      const app = await startApp({ env: { AUTH_TRUST_HOST: "true", ...oidc } });
      await use(app);
      await app.stop();
    },
    { scope: "worker" },
  ],
});

test.describe.configure({ mode: "default" });

// The second as two proxies in a row write it.
for (const [host, protocol] of [
  ["app.example", "https"],
  ["app.example, app.example", "https,http"],
] as const)
  test(`X-Forwarded-Host: ${host}, X-Forwarded-Proto: ${protocol}`, { tag: "@once" }, async ({
    app,
  }) => {
    const client = createClient(app.url, {
      "x-forwarded-host": host,
      "x-forwarded-proto": protocol,
    });
    const { csrfToken } = (await client.get("/api/auth/csrf")).json() as { csrfToken: string };
    const asJson = { "x-auth-return-redirect": "1" };
    const start = await client.post("/api/auth/signin/oidc", { csrfToken }, asJson);
    const { url } = start.json() as { url: string };
    // The provider compares the redirect_uri of the token request with the one of the first.
    const back = await passProvider(url, "behind-a-proxy", `${origin}/api/auth/callback/oidc`);
    const answer = await client.get(back.slice(origin.length));
    expect(answer.headers.get("location")).toBe(`${origin}/`);
    expect(((await client.get("/api/me")).json() as { user: object }).user).toMatchObject({
      email: "behind-a-proxy@provider.example",
    });
    expect([...client.cookies.keys()].filter((name) => !name.startsWith("__Host-"))).toEqual([]);

    const body = JSON.stringify({ audience: AUDIENCES[0] });
    const token = (await client.post("/api/token", body)).json() as { token: string };
    const claims = Buffer.from(token.token.split(".")[1] ?? "", "base64url").toString();
    expect(JSON.parse(claims)).toMatchObject({ iss: origin });

    const signOut = await client.post("/sign-out", {}, { origin });
    expect([signOut.status, signOut.headers.get("location")]).toEqual([303, "/"]);
    expect((await client.get("/api/me")).status).toBe(401);
  });

test("an X-Forwarded-Host from a proxy that keeps Host is ignored", {
  tag: "@once",
}, async ({ app }) => {
  const { text } = await sendRaw(app.url, "/api/auth/providers", {
    host: "app.example",
    headers: [
      ["X-Forwarded-Proto", "https"],
      ["X-Forwarded-Host", "evil.example"],
    ],
  });
  expect(text).toContain(`${origin}/api/auth/callback/oidc`);
  expect(text).not.toContain("evil.example");
});
