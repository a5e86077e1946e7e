// Repeats the token tests that matter for middleware.ts with WebCrypto instead of node:crypto, as on the Edge.
import { expect, test, vi } from "vitest";

vi.hoisted(() => {
  process.env.NEXT_RUNTIME = "edge";
});

import "./seal.test";
import "./token.test";
import "./refresh-outcome.test";
import { nodeCrypto } from "@/lib/session/tokens/node-crypto";

test("(these tests run without node:crypto)", () => {
  expect(nodeCrypto).toBeUndefined();
});
