// How often a password may be wrong (ASVS 6.3.1): per account, and per client.
import { randomUUID } from "node:crypto";
import { afterEach, describe, expect, test, vi } from "vitest";
import { limitAttempts, TooManyAttempts } from "@/lib/accounts/sign-in-limit";
import { askDatabase } from "@/lib/database/client";
import { StoreUnavailable } from "@/lib/errors";
import { allowConsole } from "../support/console";
import { network, sql, tablesThatContain } from "../support/database";
import { createGate } from "../support/gate";

const newEmail = () => `${randomUUID()}@example.com`;

describe("how often a password may be wrong", () => {
  afterEach(() => {
    vi.useRealTimers();
  });
  const right = async () => "in";
  const wrong = async () => null;
  const anywhere = () => randomUUID(); // an address of nobody else
  const fail = async (times: number, email: string, address: string | (() => string)) => {
    for (let n = 0; n < times; n++)
      await limitAttempts(email, typeof address === "string" ? address : address(), wrong);
  };

  test("an account: twenty times, wherever from; then even the right one is refused", async () => {
    const email = newEmail();
    await fail(20, email, anywhere);
    await expect(limitAttempts(email, anywhere(), right)).rejects.toBeInstanceOf(TooManyAttempts);
  });

  test("an account: refused without the password being looked at", async () => {
    const email = newEmail();
    await fail(20, email, anywhere);
    const attempt = vi.fn(right);
    await limitAttempts(email, anywhere(), attempt).catch(() => {});
    expect(attempt).not.toHaveBeenCalled();
  });

  test("an account: the right one in between starts the count anew", async () => {
    const email = newEmail();
    await fail(19, email, anywhere);
    expect(await limitAttempts(email, anywhere(), right)).toBe("in");
    await fail(19, email, anywhere);
    expect(await limitAttempts(email, anywhere(), right)).toBe("in");
  });

  test("an account: the others are not touched", async () => {
    await fail(20, newEmail(), anywhere);
    expect(await limitAttempts(newEmail(), anywhere(), right)).toBe("in");
  });

  test("an account: after a quarter of an hour it may be tried again", async () => {
    const email = newEmail();
    await fail(20, email, anywhere);
    const start = Date.now();
    vi.useFakeTimers({ toFake: ["Date"] });
    vi.setSystemTime(start + 14 * 60_000);
    await expect(limitAttempts(email, anywhere(), right)).rejects.toBeInstanceOf(TooManyAttempts);
    vi.setSystemTime(start + 16 * 60_000);
    expect(await limitAttempts(email, anywhere(), right)).toBe("in");
  });

  test("an account: fifty at once are fifty", async () => {
    const email = newEmail();
    const attempt = vi.fn(wrong);
    await Promise.allSettled(
      Array.from({ length: 50 }, () => limitAttempts(email, anywhere(), attempt)),
    );
    expect(attempt).toHaveBeenCalledTimes(20);
  });

  test("an account: fifty at once that are right are all let in, and fifty more", async () => {
    const email = newEmail();
    for (let round = 0; round < 2; round++) {
      const attempts = Array.from({ length: 50 }, () => limitAttempts(email, anywhere(), right));
      expect(new Set(await Promise.all(attempts))).toEqual(new Set(["in"]));
    }
  });

  test("an account: a right one that waits behind wrong ones is let in, up to the limit", async () => {
    const email = newEmail();
    const failing = Promise.all(
      Array.from({ length: 19 }, () => limitAttempts(email, anywhere(), wrong)),
    );
    expect(await limitAttempts(email, anywhere(), right)).toBe("in");
    await failing;
  });

  test("a client: a hundred times, whatever accounts", async () => {
    const client = anywhere();
    await Promise.all(Array.from({ length: 100 }, () => limitAttempts(newEmail(), client, wrong)));
    await expect(limitAttempts(newEmail(), client, right)).rejects.toBeInstanceOf(TooManyAttempts);
    expect(await limitAttempts(newEmail(), anywhere(), right)).toBe("in");
  });

  test("a client: the right ones do not count", async () => {
    const client = anywhere();
    for (let n = 0; n < 110; n++) await limitAttempts(newEmail(), client, right);
  });

  test("a client: an IPv6 client is its /64", async () => {
    const [a, b] = randomUUID().split("-").slice(1, 3);
    const client = (n: number) => `2001:db8:${a}:${b}::${n.toString(16)}`;
    await Promise.all(
      Array.from({ length: 100 }, (_, n) => limitAttempts(newEmail(), client(n), wrong)),
    );
    await expect(limitAttempts(newEmail(), client(101), right)).rejects.toBeInstanceOf(
      TooManyAttempts,
    );
  });

  test("no email is written down for it", async () => {
    const email = newEmail();
    await fail(1, email, anywhere);
    expect(await tablesThatContain(email)).toEqual([]);
  });

  test("what worked has worked, also when the database gives no answer afterwards", async () => {
    allowConsole(/Database connection lost/);
    const attempt = async () => {
      await network.refuse();
      return "in";
    };
    expect(await limitAttempts(newEmail(), anywhere(), attempt)).toBe("in");
  });

  test("with a database that hangs, those in line wait as long as the first of them", async () => {
    allowConsole(/Database connection lost/);
    const [email, client, gate] = [newEmail(), anywhere(), createGate()];
    const first = limitAttempts(email, anywhere(), async () => {
      await gate.pass();
      return askDatabase(({ prisma }) => prisma.user.count());
    });
    await gate.arrived;
    const behind = Array.from({ length: 20 }, () => limitAttempts(email, client, right));
    const counted = `SELECT 1 FROM "RateLimit" WHERE key = $1 AND points = 20`;
    await vi.waitFor(async () => expect(await sql(counted, [`client:${client}`])).toHaveLength(1));
    await network.hang();
    gate.open();
    const start = performance.now();
    for (const outcome of await Promise.allSettled([first, ...behind]))
      expect(outcome).toMatchObject({ reason: expect.any(StoreUnavailable) });
    expect(performance.now() - start).toBeLessThan(9_000);
  });
});
