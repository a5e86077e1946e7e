// What middleware.ts needs of tokens, once more as the Edge runs it: with WebCrypto in the place of node:crypto.
import { expect, test, vi } from "vitest";

vi.hoisted(() => {
  process.env.NEXT_RUNTIME = "edge";
});

import "./seal.test";
import "./token.test";
import "./refresh-outcome.test";
import { nodeCrypto } from "@/lib/session/tokens/node-crypto";

test("(these tests do run without node:crypto)", () => {
  expect(nodeCrypto).toBeUndefined();
});
