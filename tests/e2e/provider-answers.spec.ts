// A provider with invalid answers: the user gets an error message, and neither the log nor the URL contains sent data.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type App, startApp } from "../support/e2e-app";
import { createClient } from "../support/e2e-client";
import { oidcSettings } from "../support/e2e-oidc";
import { test as base, expect } from "../support/e2e-test";

/** Values that must not appear anywhere: one like a token, and one that no pattern matches. */
const HEADER = "eyJhbGciOiJub25lIn0";
const ACCESS = "s3cr3tAccessTokenOfTheProvider";
const WORD = "quitelongwithoutanydigit";
const SECRETS = [HEADER, ACCESS, WORD];
const ID_TOKEN = `${HEADER}.${ACCESS}.${WORD}`;
const tokens = { access_token: ACCESS, id_token: ID_TOKEN, refresh_token: WORD };

type Answered = [what: string, status: number, type: string, body: string];
const json = (body: unknown) => ["application/json", JSON.stringify(body)] as const;
const answers: Answered[] = [
  ["a form in place of JSON", 200, "text/plain", `${new URLSearchParams(tokens)}`],
  ["half of the JSON", 200, "application/json", JSON.stringify(tokens).slice(0, -8)],
  ["JSON with more after it", 200, "application/json", `${JSON.stringify(tokens)} ${WORD}`],
  ["a list", 200, ...json([tokens])],
  ["text", 200, ...json(ACCESS)],
  ["no token type", 200, ...json(tokens)],
  ["a token type of its own", 200, ...json({ ...tokens, token_type: WORD })],
  ["an ID token that is none", 200, ...json({ ...tokens, token_type: "bearer", id_token: WORD })],
  ["an ID token that nobody has signed", 200, ...json({ ...tokens, token_type: "bearer" })],
  [
    "a time that is none",
    200,
    ...json({ ...tokens, token_type: "bearer", expires_in: `soon ${WORD}` }),
  ],
  ["an access token that is an object", 200, ...json({ ...tokens, access_token: { ACCESS } })],
  ["an error that quotes", 400, ...json({ error: "invalid_grant", error_description: ID_TOKEN })],
  ["an error of its own", 400, ...json({ error: WORD, error_uri: `https://x.example/${ACCESS}` })],
  ["a status that is none of OAuth's", 418, ...json(tokens)],
  ["a redirect", 307, "text/html", ID_TOKEN],
  ["a failure of its own", 500, "text/html", `<h1>${ID_TOKEN}</h1>`],
];

interface Provider {
  issuer: string;
  server: Server;
  answer?: Answered;
}

const test = base.extend<object, { provider: Provider; app: App }>({
  provider: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a pattern here
    async ({}, use) => {
      const server = createServer((request, response) => {
        if (request.url === "/token") {
          const [, status, type, body] = provider.answer ?? ["", 500, "", ""];
          return response
            .writeHead(status, { "content-type": type, location: `/${ACCESS}` })
            .end(body);
        }
        const { issuer } = provider;
        response.setHeader("content-type", "application/json").end(
          JSON.stringify({
            issuer,
            authorization_endpoint: `${issuer}/authorize`,
            token_endpoint: `${issuer}/token`,
            userinfo_endpoint: `${issuer}/userinfo`,
            jwks_uri: `${issuer}/jwks`,
            keys: [],
          }),
        );
      });
      await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
      const { port } = server.address() as AddressInfo;
      const provider: Provider = { issuer: `http://localhost:${port}`, server };
      await use(provider);
      server.closeAllConnections();
      server.close();
    },
    { scope: "worker" },
  ],
  app: [
    async ({ strategy, database, provider }, use) => {
      const app = await startApp({
        env: {
          AUTH_STRATEGY: strategy,
          DATABASE_URL: database.url,
          ...oidcSettings(provider.issuer),
        },
      });
      await use(app);
      await app.stop();
    },
    { scope: "worker" },
  ],
});
test.describe.configure({ mode: "default" });

for (const answer of answers)
  test(answer[0], async ({ app, provider }) => {
    provider.answer = answer;
    const client = createClient(app.url);
    const { csrfToken } = (await client.get("/api/auth/csrf")).json() as { csrfToken: string };
    const headers = { "X-Auth-Return-Redirect": "1" };
    const start = await client.post("/api/auth/signin/oidc", { csrfToken }, headers);
    const { searchParams } = new URL((start.json() as { url: string }).url);
    const query = { code: "x", state: `${searchParams.get("state")}` };
    const back = await client.get(`/api/auth/callback/oidc?${new URLSearchParams(query)}`);

    const location = new URL(`${back.headers.get("location")}`, app.url);
    expect(location.pathname).toBe("/sign-in");
    expect([...location.searchParams.keys()]).toEqual(["error"]);
    expect(location.searchParams.get("error")).toMatch(/^[A-Z][A-Za-z]+$/);
    const page = await client.get(location.pathname + location.search);
    expect(page.text).not.toContain("Signing in did not work.");
    expect((await client.get("/api/me")).status).toBe(401);
    const sent = [...back.setCookies.values(), location.href, page.text, back.text, app.output()];
    for (const secret of SECRETS) expect(sent.join("\n")).not.toContain(secret);
    expect(
      app
        .output()
        .split("\n")
        .filter((line) => /^\s+at /.test(line)),
    ).toEqual([]);
  });
