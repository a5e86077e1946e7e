// How often a password may be wrong (ASVS 6.3.1): per account, and per client.
import { randomInt, randomUUID } from "node:crypto";
import fc from "fast-check";
import { EncryptJWT } from "jose";
import { describe, expect, test, vi } from "vitest";
import { changePassword, verifyCredentials } from "@/lib/accounts/credentials";
import { MOST_FAILURES } from "@/lib/accounts/failed-attempts";
import { knownBrowser, rememberBrowser } from "@/lib/accounts/known-browser";
import { limitAttempts, limitSignIn, TooManyAttempts } from "@/lib/accounts/sign-in-limit";
import { askDatabase } from "@/lib/database/client";
import { StoreUnavailable } from "@/lib/errors";
import type { SessionUser } from "@/lib/session/strategy";
import { password } from "../support/authjs";
import { allowConsole, DATABASE_OUTAGE } from "../support/console";
import { addUser, network, sql, tablesThatContain } from "../support/database";
import { createGate } from "../support/gate";

const newEmail = () => `${randomUUID()}@example.com`;

/** A user who signs in from an unknown browser. */
const attemptAs = <T>(
  email: string,
  address: string | undefined,
  attempt: () => Promise<T | null>,
) => limitSignIn({ email, address }, attempt);

/** Makes the counters older. */
const pass = (minutes: number) =>
  sql(
    `UPDATE "RateLimit" SET expire = expire - $1 * interval '1 minute'
     WHERE key ~ '^(account|client|browser|session):'`,
    [minutes],
  );

/** In groups of the size of the pool, so that a slow machine can do it. */
async function inLots<T>(times: number, work: (n: number) => Promise<T>): Promise<T[]> {
  const done: T[] = [];
  for (let n = 0; n < times; n += 10)
    done.push(
      ...(await Promise.all(
        Array.from({ length: Math.min(10, times - n) }, (_, more) => work(n + more)),
      )),
    );
  return done;
}

describe("the limit of wrong passwords", () => {
  const right = async () => "in";
  const wrong = async () => null;
  const anywhere = () => randomUUID(); // a unique address
  const fail = async (times: number, email: string, address: string | (() => string)) => {
    for (let n = 0; n < times; n++)
      await attemptAs(email, typeof address === "string" ? address : address(), wrong);
  };

  test("an account: after twenty wrong passwords from any address even the right one is refused", async () => {
    const email = newEmail();
    await fail(20, email, anywhere);
    await expect(attemptAs(email, anywhere(), right)).rejects.toBeInstanceOf(TooManyAttempts);
  });

  test("an account: a refusal does not check the password", async () => {
    const email = newEmail();
    await fail(20, email, anywhere);
    const attempt = vi.fn(right);
    await attemptAs(email, anywhere(), attempt).catch(() => {});
    expect(attempt).not.toHaveBeenCalled();
  });

  test("an account: the right password resets the count", async () => {
    const email = newEmail();
    await fail(19, email, anywhere);
    expect(await attemptAs(email, anywhere(), right)).toBe("in");
    await fail(19, email, anywhere);
    expect(await attemptAs(email, anywhere(), right)).toBe("in");
  });

  test("an account: other accounts are not affected", async () => {
    await fail(20, newEmail(), anywhere);
    expect(await attemptAs(newEmail(), anywhere(), right)).toBe("in");
  });

  test("an account: the count is reset after a quarter of an hour", async () => {
    const email = newEmail();
    await fail(20, email, anywhere);
    await pass(14);
    await expect(attemptAs(email, anywhere(), right)).rejects.toBeInstanceOf(TooManyAttempts);
    await pass(2);
    expect(await attemptAs(email, anywhere(), right)).toBe("in");
  });

  test("an account: fifty parallel attempts are all counted", async () => {
    const email = newEmail();
    const attempt = vi.fn(wrong);
    await Promise.allSettled(
      Array.from({ length: 50 }, () => attemptAs(email, anywhere(), attempt)),
    );
    expect(attempt).toHaveBeenCalledTimes(20);
  });

  test("an account: parallel attempts with the right password all succeed", async () => {
    const email = newEmail();
    for (let round = 0; round < 2; round++) {
      const attempts = Array.from({ length: 50 }, () => attemptAs(email, anywhere(), right));
      expect(new Set(await Promise.all(attempts))).toEqual(new Set(["in"]));
    }
  });

  test("an account: a right password that waits behind wrong ones succeeds, up to the limit", async () => {
    const email = newEmail();
    const failing = Promise.all(
      Array.from({ length: 19 }, () => attemptAs(email, anywhere(), wrong)),
    );
    expect(await attemptAs(email, anywhere(), right)).toBe("in");
    await failing;
  });

  test("a client: a hundred wrong passwords for any accounts", async () => {
    const client = anywhere();
    await inLots(100, () => attemptAs(newEmail(), client, wrong));
    await expect(attemptAs(newEmail(), client, right)).rejects.toBeInstanceOf(TooManyAttempts);
    expect(await attemptAs(newEmail(), anywhere(), right)).toBe("in");
  });

  test("a client: right passwords do not count", async () => {
    const client = anywhere();
    for (let n = 0; n < 110; n++) await attemptAs(newEmail(), client, right);
  });

  test("a client: a hundred and fifty parallel right passwords all succeed", async () => {
    const client = anywhere();
    const gate = createGate();
    const slow = async () => {
      await gate.pass();
      return "in";
    };
    const attempts = Array.from({ length: 150 }, () => attemptAs(newEmail(), client, slow));
    await gate.arrived;
    gate.open();
    expect(new Set(await Promise.all(attempts))).toEqual(new Set(["in"]));
  });

  test("a client with an unknown address has no limit", async () => {
    await inLots(101, () => attemptAs(newEmail(), undefined, wrong));
    expect(await attemptAs(newEmail(), undefined, right)).toBe("in");
  });

  test("a client: an IPv6 client is its /64", async () => {
    const [a, b] = randomUUID().split("-").slice(1, 3);
    const client = (n: number) => `2001:db8:${a}:${b}::${n.toString(16)}`;
    await inLots(100, (n) => attemptAs(newEmail(), client(n), wrong));
    await expect(attemptAs(newEmail(), client(101), right)).rejects.toBeInstanceOf(TooManyAttempts);
  });

  test("the counters contain no email", async () => {
    const email = newEmail();
    await fail(1, email, anywhere);
    expect(await tablesThatContain(email)).toEqual([]);
  });

  test("a successful sign-in stays successful if the database gives no answer afterwards", async () => {
    allowConsole(DATABASE_OUTAGE);
    const attempt = async () => {
      await network.refuse();
      return "in";
    };
    expect(await attemptAs(newEmail(), anywhere(), attempt)).toBe("in");
  });

  test("with a hanging database, all queued attempts end together with the first one", async () => {
    allowConsole(DATABASE_OUTAGE);
    const [email, gate] = [newEmail(), createGate()];
    const first = attemptAs(email, anywhere(), async () => {
      await gate.pass();
      return askDatabase(({ prisma }) => prisma.user.count());
    });
    await gate.arrived;
    // Without an address nothing is queried before the queue.
    const behind = Array.from({ length: 20 }, () => attemptAs(email, undefined, right));
    await new Promise(setImmediate);
    await network.hang();
    gate.open();
    for (const outcome of await Promise.allSettled([first, ...behind]))
      expect(outcome).toMatchObject({ reason: expect.any(StoreUnavailable) });
  });
});

/** A browser with cookies of its own, at an address of its own. */
function newBrowser() {
  const jar = new Map<string, string>();
  const request = {
    headers: new Headers({ "x-forwarded-for": `2001:db8:${randomInt(65_536).toString(16)}::1` }),
    cookies: {
      get: (name: string) => (jar.has(name) ? { value: `${jar.get(name)}` } : undefined),
      set: (name: string, value: string) => jar.set(name, value),
    },
  };
  return {
    jar,
    request,
    tries: (email: string, password: string) =>
      verifyCredentials({ email, password }, request).catch((error) => error),
    async signsIn(email: string) {
      const user = await verifyCredentials({ email, password }, request);
      await rememberBrowser(email, request);
      return user;
    },
  };
}

const aUser = async () => (await addUser({ password })) as SessionUser & { email: string };

describe("a browser in which the owner has signed in before", () => {
  test("can sign in while strangers have used up all attempts at the account", async () => {
    const { email } = await aUser();
    const [owner, stranger] = [newBrowser(), newBrowser()];
    await owner.signsIn(email);
    for (let n = 0; n < 21; n++) await stranger.tries(email, "wrong");
    expect(await stranger.tries(email, password)).toBeInstanceOf(TooManyAttempts);
    expect(await owner.tries(email, password)).toMatchObject({ email });
    expect(await stranger.tries(email, password)).toBeInstanceOf(TooManyAttempts);
  });

  test("can sign in from an address with too many wrong passwords", async () => {
    const { email } = await aUser();
    const owner = newBrowser();
    await owner.signsIn(email);
    const address = owner.request.headers.get("x-forwarded-for") ?? "";
    await inLots(100, () => limitSignIn({ email: newEmail(), address }, async () => null));
    expect(await newBrowser().tries(email, password)).toMatchObject({ email });
    expect(await owner.tries(email, password)).toMatchObject({ email });
  });

  test("has ten attempts in a row, then counts as unknown", async () => {
    const { email } = await aUser();
    const [owner, stranger] = [newBrowser(), newBrowser()];
    await owner.signsIn(email);
    for (let n = 0; n < 10; n++) await owner.tries(email, "wrong");
    await pass(24 * 60);
    for (let n = 0; n < 20; n++) await stranger.tries(email, "wrong");
    expect(await owner.tries(email, password)).toBeInstanceOf(TooManyAttempts);
  });

  test("has its count reset by a right password", async () => {
    const { email } = await aUser();
    const owner = newBrowser();
    await owner.signsIn(email);
    for (let round = 0; round < 2; round++) {
      for (let n = 0; n < 9; n++) await owner.tries(email, "wrong");
      await owner.signsIn(email);
    }
    const browser = await knownBrowser(email, owner.request);
    expect(await sql(`SELECT 1 FROM "RateLimit" WHERE key = $1`, [`browser:${browser}`])).toEqual(
      [],
    );
  });

  test("is known only for that account", async () => {
    const [{ email }, other] = [await aUser(), await aUser()];
    const owner = newBrowser();
    await owner.signsIn(email);
    expect(await knownBrowser(email, owner.request)).toBeDefined();
    expect(await knownBrowser(email.toUpperCase(), owner.request)).toBeDefined();
    expect(await knownBrowser(other.email, owner.request)).toBeUndefined();
  });

  test("is known for up to five accounts, each with its own count", async () => {
    const { request } = newBrowser();
    const emails = Array.from({ length: 6 }, newEmail);
    for (const email of emails) await rememberBrowser(email, request);
    const known = await Promise.all(emails.map((email) => knownBrowser(email, request)));
    expect(known[0]).toBeUndefined();
    expect(new Set(known.slice(1)).size).toBe(5);
  });

  test("counts as unknown half a year after the last sign-in", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const { request } = newBrowser();
    const [email, other] = [newEmail(), newEmail()];
    await rememberBrowser(email, request);
    vi.setSystemTime(Date.now() + 179 * 24 * 3600_000);
    expect(await knownBrowser(email, request)).toBeDefined();
    await rememberBrowser(other, request);
    vi.setSystemTime(Date.now() + 2 * 24 * 3600_000);
    expect(await knownBrowser(email, request)).toBeUndefined();
    expect(await knownBrowser(other, request)).toBeDefined();
    vi.useRealTimers();
  });

  test("is recognised by a cookie that cannot be forged or changed", async () => {
    const { request, jar } = newBrowser();
    const email = newEmail();
    await rememberBrowser(email, request);
    const [[name, value] = ["", ""]] = jar;
    const header = value.split(".")[0];
    const made = await new EncryptJWT({ accounts: [] })
      .setProtectedHeader({ alg: "dir", enc: "A256GCM" })
      .encrypt(new Uint8Array(32));
    const last = value.at(-1) === "A" ? "Q" : "A";
    for (const forged of ["", "x", `${header}....`, made, value.slice(0, -1) + last]) {
      jar.set(name, forged);
      expect(await knownBrowser(email, request), forged).toBeUndefined();
    }
  });

  test("reads any cookie value without an error", async () => {
    const { request, jar } = newBrowser();
    await rememberBrowser(newEmail(), request);
    const [name = ""] = jar.keys();
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.string({ unit: "binary" })), async (value) => {
        jar.set(name, value);
        expect(await knownBrowser("a@example.com", request)).toBeUndefined();
      }),
    );
  });
});

describe("wrong passwords in a row, however long it takes", () => {
  const failures = async ({ id }: SessionUser) =>
    (await sql(`SELECT "failedAttempts" FROM "Password" WHERE "userId" = $1`, [id]))[0]
      ?.failedAttempts;
  const failMore = async (user: SessionUser, times: number) =>
    sql(`UPDATE "Password" SET "failedAttempts" = "failedAttempts" + $2 WHERE "userId" = $1`, [
      user.id,
      times,
    ]);

  test("lock the password after a hundred, and the first refusal is recorded", async () => {
    const user = await aUser();
    const [owner, stranger] = [newBrowser(), newBrowser()];
    await owner.signsIn(user.email);
    await failMore(user, MOST_FAILURES - 2);
    expect(await stranger.tries(user.email, "wrong")).toBeNull();
    expect(await stranger.tries(user.email, "wrong")).toBeNull();
    const locked = `SELECT detail FROM "AuditEvent" WHERE "userId" = $1 AND event = 'password-locked'`;
    expect(await sql(locked, [user.id])).toEqual([{ detail: "100 wrong ones" }]);
    await pass(24 * 60);
    for (let n = 0; n < 3; n++)
      expect(await newBrowser().tries(user.email, password)).toBeInstanceOf(TooManyAttempts);
    expect(await failures(user)).toBe(MOST_FAILURES);
    expect(await sql(locked, [user.id])).toHaveLength(1);
  });

  test("are reset by a right password", async () => {
    const user = await aUser();
    await failMore(user, MOST_FAILURES - 1);
    expect(await newBrowser().tries(user.email, password)).toMatchObject({ id: user.id });
    expect(await failures(user)).toBe(0);
  });

  test("a known browser unlocks the password for all", async () => {
    const user = await aUser();
    const owner = newBrowser();
    await owner.signsIn(user.email);
    await failMore(user, MOST_FAILURES);
    expect(await newBrowser().tries(user.email, password)).toBeInstanceOf(TooManyAttempts);
    expect(await owner.tries(user.email, password)).toMatchObject({ id: user.id });
    expect(await newBrowser().tries(user.email, password)).toMatchObject({ id: user.id });
  });

  test("a new password unlocks it", async () => {
    const user = await aUser();
    await failMore(user, MOST_FAILURES);
    const newPassword = "another few words in a row";
    expect(await changePassword(user.id, { currentPassword: password, newPassword })).toBe(true);
    expect(await newBrowser().tries(user.email, newPassword)).toMatchObject({ id: user.id });
  });

  test("counting does not change the time when the password was set", async () => {
    const user = await aUser();
    const since = async () =>
      (await sql(`SELECT "updatedAt" FROM "Password" WHERE "userId" = $1`, [user.id]))[0];
    const before = await since();
    await newBrowser().tries(user.email, "wrong");
    await newBrowser().tries(user.email, password);
    expect(await since()).toEqual(before);
  });
});

test("the form that changes a password counts per session, so strangers cannot block it", async () => {
  const [session, other] = [randomUUID(), randomUUID()];
  for (let n = 0; n < 10; n++) await limitAttempts("session", session, async () => null);
  const right = async () => "done";
  await expect(limitAttempts("session", session, right)).rejects.toBeInstanceOf(TooManyAttempts);
  expect(await limitAttempts("session", other, right)).toBe("done");
});
