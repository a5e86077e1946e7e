// "Not signed in" and "could not check" are two answers: when the database fails in any way, a strategy that needs it
// throws StoreUnavailable within seconds, and one that does not need it is not affected.
import { beforeEach, describe, expect, test } from "vitest";
import { StoreUnavailable } from "@/lib/errors";
import { sessionStore } from "@/lib/session/store";
import type { SessionStore } from "@/lib/session/store/types";
import type { StrategyName } from "@/lib/session/strategies";
import type { IssuedSession, SessionStrategy } from "@/lib/session/strategy";
import { DAY } from "../support/clock";
import { allowConsole, DATABASE_OUTAGE } from "../support/console";
import { addUser, network } from "../support/database";
import { createGate } from "../support/gate";
import { everyStrategy, recording, setUp, storedSessions } from "../support/strategies";
import { visit } from "../support/visit";

beforeEach(() => allowConsole(DATABASE_OUTAGE));

type Question = [string, (strategy: SessionStrategy, issued: IssuedSession) => Promise<unknown>];

/** Answered by the cookie, except where each request asks the database. */
const everyday: Question[] = [
  ["read", (strategy, { cookie }) => strategy.read(cookie)],
  ["renew", (strategy, { cookie }) => strategy.renew(cookie)],
];
const onEnd: Question[] = [["end", (strategy, { cookie }) => strategy.end(cookie)]];
const onRevocation: Question[] = [
  ["revocation.end", async (strategy, { user, id }) => strategy.revocation?.end(user.id, id)],
  ["revocation.endAll", async (strategy, { user }) => strategy.revocation?.endAll(user.id)],
];
const onRecords: Question[] = [
  ["records.list", async (strategy, { user }) => strategy.records?.list(user.id)],
];
/** Only the database can answer these, whatever the strategy. */
const fresh: Question[] = [
  ["read, fresh", (strategy, { cookie }) => strategy.read(cookie, { fresh: true })],
  ["renew, fresh", (strategy, { cookie }) => strategy.renew(cookie, { fresh: true })],
  ["update", (strategy, { cookie }) => strategy.update(cookie)],
  ["create", (strategy, { user, cookie }) => strategy.create(user, { previous: cookie })],
];
const onRotation: Question[] = [
  ["rotate", async (strategy, { refreshToken = "" }) => strategy.refresh?.rotate(refreshToken)],
];
const questionsTo = ({ needs, revocation, records, refresh }: SessionStrategy) => [
  ...everyday,
  ...fresh,
  // Functions that end sessions without a store would end them here.
  ...(revocation && needs.length === 0 ? [] : onEnd),
  ...(revocation && needs.length > 0 ? onRevocation : []),
  ...(records ? onRecords : []),
  ...(refresh ? onRotation : []),
];
/** The expected results without a database. */
const outcomesOf = (strategy: SessionStrategy) => ({
  ...all(questionsTo(strategy), "unavailable"),
  ...(strategy.asksStore ? {} : all(everyday, "answered")),
  ...(strategy.revocation ? {} : all(onEnd, "answered")),
});

/** The result of each call: "answered", "unavailable", or an unexpected error. */
async function askAll(questions: Question[], strategy: SessionStrategy, issued: IssuedSession) {
  const outcomes = await Promise.all(
    questions.map(async ([what, ask]) => {
      try {
        await ask(strategy, issued);
        return [what, "answered"] as const;
      } catch (error) {
        return [what, error instanceof StoreUnavailable ? "unavailable" : error] as const;
      }
    }),
  );
  return Object.fromEntries(outcomes);
}
const all = (questions: Question[], outcome: string) =>
  Object.fromEntries(questions.map(([what]) => [what, outcome]));

/** All calls to every strategy in parallel, and fifty reads, while the network fails. */
async function rehearse(breakNetwork: () => Promise<void> | void) {
  const fifty = Array.from(
    { length: 50 },
    (_, n): Question => [`read ${n}`, (strategy, { cookie }) => strategy.read(cookie)],
  );
  const sessions = await Promise.all(
    everyStrategy.map(async (name) => {
      const { strategy } = setUp(name);
      const issued = await strategy.create(await addUser());
      return { name, strategy, issued, rows: await storedSessions(strategy, issued.user) };
    }),
  );
  await breakNetwork();
  const results = await Promise.all(
    sessions.map(async ({ strategy, issued, ...session }) => {
      const [outcomes, crowd] = await Promise.all([
        askAll(questionsTo(strategy), strategy, issued),
        askAll(fifty, strategy, issued),
      ]);
      return { ...session, strategy, issued, outcomes, crowd };
    }),
  );
  await network.restore();
  return { results, fifty };
}

describe.each([
  ["refuses", () => network.refuse()],
  ["accepts and never answers", () => network.hang()],
])("the database %s", (_fault, breakNetwork) => {
  let rehearsal: ReturnType<typeof rehearse> | undefined;
  async function rehearsed(name: StrategyName) {
    rehearsal ??= rehearse(breakNetwork);
    const { results, ...rest } = await rehearsal;
    const result = results.find((result) => result.name === name);
    if (!result) throw new Error(`${name} was not asked`);
    return { ...result, ...rest };
  }

  describe.each(everyStrategy)("%s", (name) => {
    test("throws StoreUnavailable if the database is needed", async () => {
      const { strategy, outcomes } = await rehearsed(name);
      expect(outcomes).toEqual(outcomesOf(strategy));
    });

    test("gives fifty parallel requests the same answer", async () => {
      const { strategy, crowd, fifty } = await rehearsed(name);
      expect(crowd).toEqual(all(fifty, strategy.asksStore ? "unavailable" : "answered"));
    });

    test("signs nobody out", async () => {
      const { strategy, issued, rows } = await rehearsed(name);
      const { cookie, refreshToken, ...session } = issued;
      expect(await strategy.read(cookie)).toEqual(session);
      expect(await strategy.read(cookie, { fresh: true })).toEqual(session);
      expect(await storedSessions(strategy, issued.user)).toEqual(rows);
    });
  });
});

describe.each(everyStrategy.filter((name) => setUp(name).strategy.needs.length > 0))(
  "%s",
  (name) => {
    test("a connection that is dropped during a query: StoreUnavailable at once", async () => {
      const { strategy } = setUp(name);
      const issued = await strategy.create(await addUser());
      network.hang();
      const answer = askAll(questionsTo(strategy), strategy, issued);
      await network.refuse();
      expect(await answer).toEqual(outcomesOf(strategy));
      await network.restore();
      expect(await strategy.read(issued.cookie)).not.toBeNull();
    });

    test("dropped idle connections: the next query opens a new one", async () => {
      const { strategy } = setUp(name);
      const { cookie, id } = await strategy.create(await addUser());
      network.drop();
      // A dropped connection may be used once more before the pool notices.
      const ask = () => strategy.read(cookie, { fresh: true });
      await ask().catch((error) => expect(error).toBeInstanceOf(StoreUnavailable));
      expect(await ask()).toMatchObject({ id });
    });

    test("a failed sign-in returns no cookie and leaves no session", async () => {
      const { strategy } = setUp(name);
      const user = await addUser();
      await network.refuse();
      await expect(strategy.create(user)).rejects.toBeInstanceOf(StoreUnavailable);
      await network.restore();
      expect(await storedSessions(strategy, user)).toEqual([]);
    });
  },
);

describe.each(recording)("%s", (name) => {
  test("a connection that is lost between reading and renewing: the session stays valid, and the next visit renews it", async () => {
    const gate = createGate();
    const store: SessionStore = {
      ...sessionStore,
      extend: (...parts) => gate.pass().then(() => sessionStore.extend(...parts)),
      rotate: (...parts) => gate.pass().then(() => sessionStore.rotate(...parts)),
    };
    const { strategy, clock } = setUp(name, { store });
    const issued = await strategy.create(await addUser());
    clock.pass(DAY);
    const answer = visit(strategy, issued).catch((error: unknown) => error);
    await gate.arrived;
    await network.refuse();
    gate.open();
    // A session that was found is valid without the renewal; an expired access token is not.
    if (strategy.refresh) expect(await answer).toBeInstanceOf(StoreUnavailable);
    else expect(await answer).toMatchObject({ id: issued.id, renewedAt: issued.renewedAt });
    await network.restore();
    expect(await visit(strategy, issued)).toMatchObject({ id: issued.id, renewedAt: clock() });
  });
});
