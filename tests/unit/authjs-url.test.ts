// Auth.js answers at /api/auth for any path in AUTH_URL.
import { NextRequest } from "next/server";
import { expect, test } from "vitest";
import { importWith } from "../support/isolated";
import { noStores } from "../support/sessions";

test.each([
  "https://app.example",
  "https://app.example/",
  "https://app.example/api/auth",
  "https://app.example/somewhere/else",
])("AUTH_URL=%s", async (AUTH_URL) => {
  const { answerRoute, createJwt } = await importWith({ AUTH_URL }, async () => ({
    ...(await import("@/lib/authjs/answer")),
    createJwt: (await import("@/lib/session/strategies/jwt")).jwt.create,
  }));
  const policy = (await import("@/lib/env")).sessionPolicy;
  const strategy = createJwt({ ...noStores, policy, clock: Date.now, secrets: ["x"] });
  const request = new NextRequest("http://localhost:3000/api/auth/csrf");
  const cookies = { get: () => undefined, set: () => {} };
  const response = await answerRoute(strategy, request, { headers: request.headers, cookies });
  expect(response.status).toBe(200);
  expect(response.headers.get("set-cookie")).toContain("__Host-authjs.csrf-token=");
});
