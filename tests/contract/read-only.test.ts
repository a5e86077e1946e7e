// A read-only database: a replica, or one that is being moved. Nobody is signed out, and nobody gets 503.
import { beforeEach, describe, expect, test } from "vitest";
import { askDatabase } from "@/lib/database/client";
import { StoreUnavailable } from "@/lib/errors";
import { sessionStore } from "@/lib/session/store";
import { DAY, SECOND } from "../support/clock";
import { allowConsole, DATABASE_OUTAGE } from "../support/console";
import { addUser } from "../support/database";
import { everyStrategy, setUp } from "../support/strategies";
import { visit } from "../support/visit";

/** The error of Postgres for a write. */
const refuse = () =>
  askDatabase(({ prisma }) =>
    prisma.$transaction(async (transaction) => {
      await transaction.$executeRaw`SET TRANSACTION READ ONLY`;
      await transaction.session.deleteMany({ where: { id: "nobody's" } });
      throw new Error("It was written");
    }),
  );

beforeEach(() => allowConsole(DATABASE_OUTAGE));

test("a read-only database is distinguished from one that gives no answer", async () => {
  const error = await refuse().catch((error) => error);
  expect(error).toBeInstanceOf(StoreUnavailable);
  expect(error.isReadOnly).toBe(true);
  expect(new StoreUnavailable("database", new Error("connect ECONNREFUSED")).isReadOnly).toBe(
    false,
  );
});

describe.each(everyStrategy)("%s", (name) => {
  test("a session whose renewal is due stays valid, and is renewed later", async () => {
    let readOnly = false;
    const { strategy, clock } = setUp(name, {
      store: {
        ...sessionStore,
        extend: (...parts) => (readOnly ? refuse() : sessionStore.extend(...parts)),
        rotate: (...parts) => (readOnly ? refuse() : sessionStore.rotate(...parts)),
      },
    });
    let held = await strategy.create(await addUser());
    const { id, expires } = held;
    readOnly = true;
    for (let day = 1; day < 6; day++) {
      clock.pass(DAY + SECOND);
      held = (await visit(strategy, held)) ?? expect.fail(`signed out on day ${day}`);
      expect(held.id).toBe(id);
      if (strategy.records) expect(held.expires).toBe(expires);
    }
    readOnly = false;
    clock.pass(DAY / 2);
    held = (await visit(strategy, held)) ?? expect.fail("signed out afterwards");
    expect(held.expires).toBeGreaterThan(expires);
  });
});
