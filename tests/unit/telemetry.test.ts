import { afterEach, expect, test } from "vitest";
import { countMetric, observed, type Telemetry, waitFor } from "@/features/telemetry/observe";
import { SignInRefused, StoreUnavailable } from "@/lib/errors";
import type { IssuedSession, SessionStrategy } from "@/lib/session/strategy";

const shared = globalThis as { telemetry?: Telemetry };
afterEach(() => {
  shared.telemetry = undefined;
});

const session = { cookie: "a", renewedAt: 0 } as IssuedSession;
const strategy = {
  name: "some",
  create: async () => session,
  read: async () => null,
  renew: async () => session,
  end: async () => null,
  refresh: null,
} as unknown as SessionStrategy;

/** What was told, with the outcomes. */
function listen() {
  const told: string[] = [];
  shared.telemetry = {
    async time(name, facts, work, { of, ofError }) {
      const tell = (outcome: string) =>
        told.push([name, ...Object.values(facts), outcome].join(" "));
      try {
        const result = await work();
        tell(of(result));
        return result;
      } catch (error) {
        tell(ofError(error));
        throw error;
      }
    },
    count: (name, facts) => void told.push([name, ...Object.values(facts)].join(" ")),
  };
  return told;
}

test("without telemetry, a strategy and its stores are used as they are", async () => {
  expect(observed(strategy)).toBe(strategy);
  countMetric("any", {});
  expect(await waitFor("redis", async () => "reply")).toBe("reply");
});

test("a check, a sign-in and a sign-out are told with their outcome", async () => {
  const told = listen();
  const watched = observed(strategy);
  const user = { id: "u", email: null, name: null, role: "user" } as const;
  await watched.create(user, { method: "github" });
  await watched.read("x");
  await watched.end("x");
  expect(told).toEqual([
    "session.sign_in some github done",
    "session.check some none",
    "session.sign_out some none",
  ]);
});

test("a renewal is one where the cookie or the time of renewal is new", async () => {
  const told = listen();
  const renewals = () => told.filter((line) => line.startsWith("session.renewals")).length;
  await observed(strategy).renew("a");
  expect(renewals(), "the same cookie").toBe(0);
  await observed(strategy).renew("b");
  expect(renewals(), "another cookie").toBe(1);
  const renew = async () => ({ ...session, renewedAt: Date.now() });
  await observed({ ...strategy, renew }).renew("a");
  expect(renewals(), "the same cookie, renewed now").toBe(2);
});

test.each([
  ["could-not-check", new StoreUnavailable("database", "down")],
  ["refused", new SignInRefused("disabled")],
  ["failed", new TypeError("a mistake")],
])("a check that throws is told as %s, and throws", async (outcome, error) => {
  const told = listen();
  const read = () => Promise.reject(error);
  await expect(observed({ ...strategy, read }).read("x")).rejects.toBe(error);
  expect(told).toEqual([`session.check some ${outcome}`]);
});

test("the wait for a store is told, also when it fails", async () => {
  const told = listen();
  await waitFor("redis", async () => "reply");
  await expect(waitFor("database", () => Promise.reject(new Error("x")))).rejects.toThrow("x");
  expect(told).toEqual(["store.wait redis done", "store.wait database failed"]);
});
