// On Node.js, tokens are decrypted and hashed synchronously: docs/decisions/0014.

import { expect, test } from "vitest";
import { strategies } from "@/lib/session/strategies";
import { createAccessTokens } from "@/lib/session/tokens/access-token";
import { hashToken, newToken } from "@/lib/session/tokens/reference-token";
import { createClock } from "../support/clock";
import { noStores, policy, secrets, someone } from "../support/sessions";

const dependencies = { policy, clock: createClock(), secrets, ...noStores };

/** Whether `work` is done before the event loop takes its next turn. */
async function isDoneAtOnce(work: () => Promise<unknown>): Promise<boolean> {
  let done = false;
  const working = work().then(() => {
    done = true;
  });
  // Callbacks of settled promises run before other events.
  for (let n = 0; n < 1000; n++) await undefined;
  const atOnce = done;
  await working;
  return atOnce;
}

test("a session in a cookie is read synchronously", async () => {
  const { create, read, renew } = strategies.jwt.create(dependencies);
  const { cookie } = await create(someone);
  expect(await isDoneAtOnce(() => read(cookie))).toBe(true);
  expect(await isDoneAtOnce(() => renew(cookie))).toBe(true);
});

test("an access token is read synchronously", async () => {
  const { issue, read } = createAccessTokens(dependencies);
  const now = dependencies.clock();
  const times = { authTime: now, renewedAt: now, expires: now + 60_000 };
  const { cookie } = await issue({ id: crypto.randomUUID(), user: someone, ...times });
  expect(await isDoneAtOnce(() => read(cookie))).toBe(true);
});

test("a reference token is hashed synchronously", async () => {
  expect(await isDoneAtOnce(() => hashToken(newToken()))).toBe(true);
});

test("(WebCrypto is not synchronous)", async () => {
  const digest = () => crypto.subtle.digest("SHA-256", new Uint8Array(32));
  expect(await isDoneAtOnce(digest)).toBe(false);
});
