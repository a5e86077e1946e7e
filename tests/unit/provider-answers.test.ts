// Answers of a provider to the app's own requests, outside of the sign-in.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { importWith } from "../support/isolated";

let answer = { status: 200, body: "" };
const server = createServer((request, response) => {
  if (request.url === "/token")
    return response
      .writeHead(answer.status, { "content-type": "application/json" })
      .end(answer.body);
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
  response
    .setHeader("content-type", "application/json")
    .end(JSON.stringify({ issuer, token_endpoint: `${issuer}/token` }));
});
let refreshTokens: typeof import("@/features/provider-tokens/client").refreshTokens;

beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, listening));
  const settings = {
    AUTH_OIDC_ISSUER: `http://localhost:${(server.address() as AddressInfo).port}`,
    AUTH_OIDC_ID: "id",
    AUTH_OIDC_SECRET: "secret",
  };
  const client = await importWith(settings, () => import("@/features/provider-tokens/client"));
  refreshTokens = client.refreshTokens;
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
