// Answers of a provider to the app's own requests, outside of the sign-in.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { importWith } from "../support/isolated";

let answer = { status: 200, body: "" };
const server = createServer((request, response) => {
  if (request.url === "/token" || request.url === "/me")
    return response
      .writeHead(answer.status, { "content-type": "application/json" })
      .end(answer.body);
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
  response.setHeader("content-type", "application/json").end(
    JSON.stringify({
      issuer,
      token_endpoint: `${issuer}/token`,
      userinfo_endpoint: `${issuer}/me`,
    }),
  );
});
let refreshTokens: typeof import("@/features/provider-tokens/client").refreshTokens;
let askUserName: typeof import("@/features/provider-tokens/client").askUserName;

beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, listening));
  const settings = {
    AUTH_OIDC_ISSUER: `http://localhost:${(server.address() as AddressInfo).port}`,
    AUTH_OIDC_ID: "id",
    AUTH_OIDC_SECRET: "secret",
  };
  const client = await importWith(settings, () => import("@/features/provider-tokens/client"));
  ({ refreshTokens, askUserName } = client);
});
afterAll(() => void server.close());

const tokens = { access_token: "a", token_type: "bearer" };

test("a refresh gives new tokens", async () => {
  answer = { status: 200, body: JSON.stringify(tokens) };
  expect(await refreshTokens("oidc", "old")).toMatchObject({ access_token: "a" });
});

test.each([
  ["more than 2 MB", 200, JSON.stringify({ ...tokens, more: "x".repeat(3_000_000) }), "too large"],
  ["an error of the server", 503, "down", "status 503"],
  ["too many requests", 429, "slow down", "status 429"],
])("%s is an invalid answer", async (_what, status, body, reason) => {
  answer = { status, body };
  await expect(refreshTokens("oidc", "old")).rejects.toMatchObject({
    name: "ProviderUnavailable",
    message: expect.stringContaining(reason),
  });
});

test.each([
  ["a name", { sub: "1", name: "Ada" }, "Ada"],
  ["a name of a million characters", { sub: "1", name: "x".repeat(1_000_000) }, "x".repeat(100)],
  ["a name on several lines", { sub: "1", name: "Ada\n[audit]\u202e" }, "Ada [audit]"],
  ["no name", { sub: "person-1", name: { a: 1 } }, "person-1"],
  ["nothing that can be shown", { sub: "\n", name: 7 }, "a person without a name"],
])("%s is shown as one short line", async (_what, claims, shown) => {
  answer = { status: 200, body: JSON.stringify(claims) };
  expect(await askUserName("oidc", "token")).toBe(shown);
});
