// AUTH_STRATEGY_ALSO has no cost for requests without a cookie of another strategy. Counted with and without the setting.
import { afterEach, expect, test, vi } from "vitest";
import { measured } from "@/lib/http/timing";
import type { StrategyName } from "@/lib/session/strategies";
import { addUser } from "../support/database";
import { inMemory } from "../support/in-memory";
import { importWith } from "../support/isolated";
import { createBrowser } from "../support/move";
import { everyStrategy } from "../support/strategies";

afterEach(() => vi.restoreAllMocks());

const importers = ["authjs-jwt", "authjs-database"];

const nodeCrypto = process.getBuiltinModule("node:crypto");

/** Counts every use of a key and every hash. Call it before keys are derived, which look up the decryption function. */
function countUsesOfKeys() {
  const spies = {
    decryptions: vi.spyOn(nodeCrypto, "createDecipheriv"),
    hashes: vi.spyOn(nodeCrypto, "hash"),
    webEncryptions: vi.spyOn(crypto.subtle, "encrypt"),
    webDecryptions: vi.spyOn(crypto.subtle, "decrypt"),
    signatures: vi.spyOn(crypto.subtle, "sign"),
    verifications: vi.spyOn(crypto.subtle, "verify"),
    derivations: vi.spyOn(crypto.subtle, "deriveKey"),
  };
  const counts = () => {
    const all = Object.entries(spies).map(([name, { mock }]) => [name, mock.calls.length]);
    return Object.fromEntries(all) as Record<keyof typeof spies, number>;
  };
  return { counts, clear: () => Object.values(spies).forEach((spy) => void spy.mockClear()) };
}

/** SQL statements, Redis commands and uses of keys of one request of someone who is signed in, or of a guest. */
async function costOf(running: StrategyName, also: string[], options: { passive?: boolean }) {
  const keys = countUsesOfKeys();
  const settings = { AUTH_STRATEGY: running, AUTH_STRATEGY_ALSO: also.join() };
  const { strategyFor } = await importWith(settings, () => import("@/features/move"));
  const { assemble } = await import("@/lib/session/assemble");
  const { strategies } = await import("@/lib/session/strategies");
  const strategy = assemble(strategies[running]);
  const issued = await strategy.create(await addUser());
  const browser = createBrowser().hold(strategy, issued);
  const ask = async () => {
    const under = await strategyFor(strategy, browser.request(), options);
    const session = await (options.passive
      ? under.read(issued.cookie)
      : under.renew(issued.cookie));
    expect(session?.id).toBe(issued.id);
  };
  // Keys are derived and statements prepared once per process; with Redis, the first request makes the copy.
  await ask();
  await ask();
  keys.clear();
  const { cost } = await measured(ask);
  const { sql, redis } = cost;
  const signedIn = { sql, redis, ...keys.counts() };
  const guest = await measured(async () => {
    const under = await strategyFor(strategy, createBrowser().request(), options);
    expect(under.name).toBe(running);
  });
  return { signedIn, guest: guest.cost.sql + guest.cost.redis };
}

test.each(
  everyStrategy.flatMap((running) => [
    [running, "a visit", {}] as const,
    [running, "a look", { passive: true }] as const,
  ]),
)("%s: %s costs the same with AUTH_STRATEGY_ALSO as without", async (running, _what, options) => {
  const others = [...everyStrategy.filter((name) => name !== running), ...importers];
  const without = await costOf(running, [], options);
  expect(await costOf(running, others, options)).toEqual(without);
  expect(without.guest).toBe(0);
  // Checks that the counting works. One strategy, which exists only in tests, uses neither.
  const { sql, redis, decryptions } = without.signedIn;
  if (running !== inMemory.name) expect(sql + redis + decryptions).toBeGreaterThan(0);
});
