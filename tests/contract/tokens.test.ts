// Forged cookies, a stolen table, and the number of statements.
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { measured } from "@/lib/http/timing";
import { DAY } from "../support/clock";
import { addUser, sessionRows, tablesThatContain } from "../support/database";
import { garbage } from "../support/sessions";
import { carriesUser, everyStrategy, setUp } from "../support/strategies";
import { mustVisit, referenceToken, visit } from "../support/visit";

describe.each(everyStrategy)("%s: a cookie that it did not issue", (name) => {
  test.each([["empty", ""], ...garbage])(
    "%s: null, and the database is not asked",
    async (_what, cookie) => {
      const { strategy } = setUp(name);
      for (const options of [{}, { fresh: true }]) {
        const { result, cost } = await measured(async () => [
          await strategy.read(cookie, options),
          await strategy.renew(cookie, options),
        ]);
        expect(result).toEqual([null, null]);
        expect(cost.sql).toBe(0);
      }
    },
  );

  test("of another strategy: null without a query", async () => {
    const { strategy } = setUp(name);
    const others = everyStrategy.filter((other) => other !== name);
    for (const other of others) {
      const { cookie } = await setUp(other).strategy.create(await addUser());
      const { result, cost } = await measured(() => strategy.read(cookie, { fresh: true }));
      expect(result).toBeNull();
      expect(cost.sql).toBe(0);
    }
  });

  test("with one changed byte: null", async () => {
    const { strategy } = setUp(name);
    const { cookie } = await strategy.create(await addUser());
    const mutants = Array.from(cookie, (character, at) => {
      const other = character === "A" ? "B" : "A";
      return cookie.slice(0, at) + other + cookie.slice(at + 1);
    });
    for (const mutant of mutants) expect.soft(await strategy.read(mutant), mutant).toBeNull();
  });

  test("with another encoding of its last character: null", async () => {
    const { strategy } = setUp(name);
    const { cookie } = await strategy.create(await addUser());
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    for (const last of alphabet) {
      const mutant = cookie.slice(0, -1) + last;
      if (mutant !== cookie) expect.soft(await strategy.read(mutant), mutant).toBeNull();
    }
  });

  test("cut short, or with something added: null", async () => {
    const { strategy } = setUp(name);
    const { cookie } = await strategy.create(await addUser());
    for (const mutant of [
      cookie.slice(1),
      cookie.slice(0, -1),
      `${cookie}A`,
      `${cookie} `,
      ` ${cookie}`,
      `${cookie}=`,
      `${cookie}\n`,
      cookie + cookie,
    ])
      expect(await strategy.read(mutant), mutant).toBeNull();
  });
});

describe.each(everyStrategy)("%s: the content of the database", (name) => {
  test("no column of any table contains the browser's tokens", async () => {
    const { strategy, clock } = setUp(name);
    const issued = await strategy.create(await addUser());
    clock.pass(DAY);
    const renewed = await mustVisit(strategy, issued);
    for (const held of [issued, renewed])
      for (const token of [held.cookie, referenceToken(held)])
        expect(await tablesThatContain(token)).toEqual([]);
  });

  test("(the search of the previous test finds existing values)", async () => {
    const { id } = await addUser();
    expect(await tablesThatContain(id)).toEqual(["User"]);
  });

  test("each sign-in has one row with the SHA-256 of 256 random bits, or no row", async () => {
    const { strategy } = setUp(name);
    const user = await addUser();
    const token = referenceToken(await strategy.create(user));
    const rows = await sessionRows(user);
    if (!strategy.records) return expect(rows).toEqual([]);
    expect(token).toMatch(/^([0-9a-f-]{36}\.0\.[\w-]{43}\.)?[\w-]{43}$/);
    expect(rows.map((row) => row.sessionToken)).toEqual([
      createHash("sha256").update(token).digest("hex"),
    ]);
    expect(await tablesThatContain(rows[0]?.sessionToken ?? "")).toEqual(["Session"]);
  });

  test("a copy of the table gives no access", async () => {
    const { strategy } = setUp(name);
    const user = await addUser();
    await strategy.create(user);
    for (const row of await sessionRows(user))
      for (const value of Object.values(row).map(String)) {
        expect(await strategy.read(value)).toBeNull();
        for (const token of [value, `${row.id}.0.${value.slice(0, 43)}.${value.slice(-43)}`])
          expect((await strategy.refresh?.rotate(token)) ?? null).toBeNull();
      }
  });
});

describe.each(everyStrategy)("%s: the cost of a request", (name) => {
  const perRead = setUp(name).strategy.asksStore ? 1 : 0;

  test("one SQL statement if the strategy reads the database, else none", async () => {
    const { strategy } = setUp(name);
    const { cookie } = await strategy.create(await addUser());
    for (const ask of [strategy.read, strategy.renew]) {
      const { result, cost } = await measured(() => ask(cookie));
      expect(result).not.toBeNull();
      expect(cost.sql).toBe(perRead);
    }
  });

  test("one more SQL statement for a fresh read, unless one statement finds session and user", async () => {
    const { strategy } = setUp(name);
    const { cookie } = await strategy.create(await addUser());
    const { cost } = await measured(() => strategy.read(cookie, { fresh: true }));
    expect(cost.sql).toBe(strategy.records ? 1 : perRead + 1);
  });

  test("two SQL statements if a row is renewed: one to read and one to write", async () => {
    const { strategy, clock } = setUp(name);
    const issued = await strategy.create(await addUser());
    clock.pass(DAY);
    const { result, cost } = await measured(() => visit(strategy, issued));
    expect(result).not.toBeNull();
    expect(cost.sql).toBe(strategy.records ? 2 : perRead);
  });

  test("no additional SQL statement for an expired session", async () => {
    const { strategy, clock } = setUp(name);
    const { cookie, expires } = await strategy.create(await addUser());
    clock.set(expires);
    const { result, cost } = await measured(() => strategy.read(cookie));
    expect(result).toBeNull();
    expect(cost.sql).toBe(carriesUser(strategy) ? 0 : 1);
  });

  test("is counted for the request that caused it, even if fifty wait for a connection", async () => {
    const { strategy } = setUp(name);
    const { cookie } = await strategy.create(await addUser());
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => measured(() => strategy.read(cookie))),
    );
    expect(answers.map(({ cost }) => cost.sql)).toEqual(Array(50).fill(perRead));
  });
});
