// Signing in with a passkey: the same session as with a password; an answer with any wrong part is refused.
import { beforeEach, describe, expect, test } from "vitest";
import { listAuditEvents } from "@/features/audit/audit";
import { CHALLENGE_LIFETIME, issueChallenge } from "@/features/passkeys/challenge";
import { sessionCookie } from "@/lib/session/cookie";
import type { SessionUser } from "@/lib/session/strategy";
import type { createAuthenticator } from "../../support/authenticator";
import { MINUTE } from "../../support/clock";
import { allowConsole, DATABASE_OUTAGE } from "../../support/console";
import {
  addUser,
  disableUser,
  network,
  setRole,
  sql,
  tablesThatContain,
} from "../../support/database";
import { addPasskey, createPasskeyBrowser, signInLying } from "../../support/passkeys";
import { everyStrategy, expectStored, setUp } from "../../support/strategies";

const trail = async ({ id }: SessionUser) =>
  (await listAuditEvents({ userId: id })).events.map(({ event, detail }) =>
    detail ? `${event}: ${detail}` : event,
  );

const passkeyRow = async ({ id }: SessionUser) => {
  const [row] = await sql<{ counter: string; lastUsedAt: Date | null }>(
    `SELECT counter, "lastUsedAt" FROM "Passkey" WHERE "userId" = $1`,
    [id],
  );
  return row;
};

describe.each(everyStrategy)("%s: a passkey", (name) => {
  test("is a full sign-in, and the session stores the method", async () => {
    const { strategy } = setUp(name);
    const user = await addUser();
    const authenticator = await addPasskey(user);
    const browser = createPasskeyBrowser(strategy);
    expect(await browser.send(authenticator.get(await browser.ask()))).toEqual(user);
    const session = await strategy.read(browser.cookie, { fresh: true });
    expect(session).toMatchObject({ user, method: "passkey" });
    await expectStored(strategy, user, [session?.id ?? ""]);
    expect(await trail(user)).toEqual(["signed-in: by passkey"]);
    expect((await passkeyRow(user))?.lastUsedAt).not.toBeNull();
  });

  test("keeps the method at renewals and updates", async () => {
    const { strategy, clock } = setUp(name);
    const user = await addUser();
    const issued = await strategy.create(user, { method: "passkey" });
    clock.pass(10 * MINUTE);
    expect((await strategy.renew(issued.cookie))?.method).toBe("passkey");
    expect((await strategy.update(issued.cookie))?.method).toBe("passkey");
    if (issued.refreshToken)
      expect((await strategy.refresh?.rotate(issued.refreshToken))?.method).toBe("passkey");
  });

  test("ends the previous session, like a password", async () => {
    const { strategy } = setUp(name);
    const user = await addUser();
    const authenticator = await addPasskey(user);
    const browser = createPasskeyBrowser(strategy);
    await browser.send(authenticator.get(await browser.ask()));
    const before = browser.cookie;
    await browser.send(authenticator.get(await browser.ask()));
    expect(browser.cookie).not.toBe(before);
    const left = await strategy.read(before, { fresh: true });
    expect(left === null).toBe(strategy.revocation !== null);
  });

  test("respects the choice 'Keep me signed in'", async () => {
    const { strategy } = setUp(name);
    const authenticator = await addPasskey(await addUser());
    const browser = createPasskeyBrowser(strategy);
    await browser.send(authenticator.get(await browser.ask()), { short: true });
    expect((await strategy.read(browser.cookie))?.short).toBe(true);
    await browser.send(authenticator.get(await browser.ask()));
    expect((await strategy.read(browser.cookie))?.short).toBeUndefined();
  });

  test("of a disabled user is refused", async () => {
    const { strategy } = setUp(name);
    const user = await addUser();
    const authenticator = await addPasskey(user);
    await disableUser(user);
    const browser = createPasskeyBrowser(strategy);
    expect(await browser.send(authenticator.get(await browser.ask()))).toBe("disabled");
    expect(browser.cookie).toBe("");
    expect(await trail(user)).toEqual(["sign-in-failed: disabled"]);
  });

  test("reads the user from the database", async () => {
    const { strategy } = setUp(name);
    const user = await addUser();
    const authenticator = await addPasskey(user);
    await setRole(user, "admin");
    const browser = createPasskeyBrowser(strategy);
    await browser.send(authenticator.get(await browser.ask()));
    expect((await strategy.read(browser.cookie))?.user.role).toBe("admin");
  });
});

describe("an answer", () => {
  const { strategy } = setUp(everyStrategy[0] as (typeof everyStrategy)[number]);
  let user: SessionUser;
  let authenticator: ReturnType<typeof createAuthenticator>;
  let browser: ReturnType<typeof createPasskeyBrowser>;
  beforeEach(async () => {
    user = await addUser();
    authenticator = await addPasskey(user);
    browser = createPasskeyBrowser(strategy);
  });

  test("that is sent again is refused, at once or later", async () => {
    const answer = authenticator.get(await browser.ask());
    const both = await Promise.all([browser.send(answer), browser.send(answer)]);
    expect(both.filter((one) => typeof one === "object")).toEqual([user]);
    expect(both).toContain("expired");
    expect(await browser.send(answer)).toBe("expired");
  });

  test.each([
    ["of another origin", { origin: "https://evil.example" }],
    ["of another port of this host", { origin: "https://site.example:8443" }],
    ["of plain http", { origin: "http://site.example" }],
    ["for another site's id", { rpId: "evil.example" }],
    ["without user verification", { userVerified: false }],
    ["without anyone present", { userPresent: false, userVerified: false }],
    ["that was made to add a passkey", { type: "webauthn.create" }],
    ["inside of another site's page", { crossOrigin: true }],
    ["for another user's handle", { userHandle: Buffer.alloc(32).toString("base64url") }],
    ["with a counter that stands still", { counter: 0 }],
  ])("%s is refused", async (_, lies) => {
    const good = authenticator.get(await browser.ask());
    expect(await browser.send(good)).toEqual(user);
    browser = createPasskeyBrowser(strategy);
    expect(await signInLying(browser, authenticator, lies)).toBe("refused");
    expect(browser.cookie).toBe("");
    // The unchanged answer is accepted, so the wrong value was the reason.
    expect(await signInLying(browser, authenticator, {})).toEqual(user);
  });

  test("of a copied authenticator is refused and recorded", async () => {
    const copy = structuredCloneOf(authenticator);
    for (let use = 0; use < 3; use++)
      expect(await signInLying(browser, authenticator, {})).toEqual(user);
    expect(await browser.send(copy(await browser.ask()))).toBe("refused");
    expect(await trail(user)).toContain(
      "sign-in-failed: passkey: its counter did not increase: there may be a copy of it",
    );
    expect((await passkeyRow(user))?.counter).toBe("3");
  });

  test("of an authenticator without a counter is accepted each time", async () => {
    const other = await addUser();
    const plain = await addPasskey(other, { counts: false });
    for (let use = 0; use < 3; use++) expect(await signInLying(browser, plain, {})).toEqual(other);
  });

  test("under the id of another user's passkey is refused", async () => {
    const other = await addUser();
    const theirs = (await addPasskey(other)).credentials[0];
    const lies = { id: theirs?.id, userHandle: theirs?.userHandle };
    expect(await signInLying(browser, authenticator, lies)).toBe("refused");
    expect(await trail(other)).toEqual(["sign-in-failed: passkey: not valid"]);
  });

  test("of another user than the signed-in one is refused", async () => {
    const other = await addUser();
    const asked = await browser.ask({ userId: other.id });
    expect(asked.allowCredentials).toEqual([]);
    expect(await browser.send(authenticator.get(asked))).toBe("refused");
    expect(await browser.send(authenticator.get(await browser.ask({ userId: user.id })))).toEqual(
      user,
    );
  });

  test("is accepted until the challenge expires, and not later", async () => {
    const now = Date.now();
    const end = (Math.floor(now / 1000) + CHALLENGE_LIFETIME) * 1000;
    const early = authenticator.get(await browser.ask({ now }));
    expect(await browser.send(early, { now: end - 1 })).toEqual(user);
    const late = authenticator.get(await browser.ask({ now }));
    expect(await browser.send(late, { now: end })).toBe("expired");
  });

  test("to a challenge of another browser is refused", async () => {
    const asked = await createPasskeyBrowser(strategy).ask();
    expect(await browser.send(authenticator.get(asked))).toBe("expired");
    await browser.ask();
    expect(await browser.send(authenticator.get(asked))).toBe("expired");
  });

  test("to a challenge of another purpose, or to an invalid one, is refused", async () => {
    await browser.ask();
    const [held = ""] = browser.jar.values();
    const adding = await issueChallenge("add", { to: held, userId: user.id });
    for (const challenge of [adding, "a challenge of nobody"]) {
      const lies = { challenge: Buffer.from(challenge).toString("base64url") };
      expect(await signInLying(browser, authenticator, lies)).toBe("expired");
    }
  });

  test("with one changed byte is refused", async () => {
    for (const part of ["clientDataJSON", "authenticatorData", "signature"] as const) {
      const answer = authenticator.get(await browser.ask());
      const bytes = Buffer.from(answer.response[part], "base64url");
      const last = bytes.length - 1;
      bytes[last] = (bytes[last] ?? 0) ^ 1;
      answer.response[part] = bytes.toString("base64url");
      expect(typeof (await browser.send(answer))).toBe("string");
    }
    expect(browser.cookie).toBe("");
  });

  test.each([
    ["nothing", undefined],
    ["null", null],
    ["text", "{}"],
    ["an empty object", {}],
    ["NUL in the id", { id: "\0", type: "public-key", response: {} }],
    [
      "garbage",
      {
        id: "AAAA",
        type: "public-key",
        response: { clientDataJSON: "AAAA", authenticatorData: "AAAA", signature: "AAAA" },
      },
    ],
  ])("that is %s is refused", async (_, answer) => {
    await browser.ask();
    expect(await browser.send(answer)).toBe("refused");
  });

  test("of a passkey that was removed is refused", async () => {
    const answer = authenticator.get(await browser.ask());
    await sql(`DELETE FROM "Passkey" WHERE "userId" = $1`, [user.id]);
    expect(await browser.send(answer)).toBe("refused");
  });

  test("counts for the client's limit only if it is wrong", async () => {
    for (let n = 0; n < 100; n++) await browser.send(null);
    expect(await signInLying(browser, authenticator, {})).toBe("too-many-attempts");
    const elsewhere = createPasskeyBrowser(strategy);
    expect(await signInLying(elsewhere, authenticator, {})).toEqual(user);
  });

  test("that could not be checked is refused and can be sent again", async () => {
    const answer = authenticator.get(await browser.ask());
    allowConsole(DATABASE_OUTAGE);
    network.refuse();
    await expect(browser.send(answer)).rejects.toThrow("could not be asked");
    network.restore();
    expect(await browser.send(answer)).toEqual(user);
  });
});

test("a challenge has 256 random bits, is new each time, and writes no row before it is answered", async () => {
  const { strategy } = setUp(everyStrategy[0] as (typeof everyStrategy)[number]);
  const browser = createPasskeyBrowser(strategy);
  const first = await browser.ask();
  const second = await browser.ask();
  expect(second.challenge).not.toBe(first.challenge);
  expect(Buffer.from(first.challenge, "base64url").length).toBeGreaterThan(32);
  expect(await tablesThatContain(first.challenge)).toEqual([]);
  expect(first).toMatchObject({ rpId: "site.example", userVerification: "required" });
  // Two tabs share the cookie, and each has its own challenge.
  expect(browser.jar.size).toBe(1);
  expect([...browser.jar.keys()]).not.toContain(sessionCookie(strategy, new Headers()).name);
});

/** A copy of the authenticator, as a thief would have. */
function structuredCloneOf({
  credentials,
  ...authenticator
}: ReturnType<typeof createAuthenticator>) {
  const { counter = 0 } = credentials[0] ?? {};
  return (asked: { challenge: string }) => authenticator.get(asked, { counter: counter + 1 });
}
