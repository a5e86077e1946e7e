import { expect, test } from "vitest";
import type { RequestParts } from "@/lib/session/cookie";
import type { SessionStrategy } from "@/lib/session/strategy";
import { importWith } from "../support/isolated";
import { noStores, policy, secrets, someone } from "../support/sessions";

/** Every access fails the test. */
const untouched = new Proxy(
  {},
  {
    get(_target, name) {
      if (name === "then") return undefined;
      throw new Error(`${String(name)} was asked for`);
    },
  },
);

test("without AUTH_STRATEGY_ALSO no cookie, store or other strategy is read", async () => {
  const load = () => import("@/features/move");
  const move = await importWith({}, load);
  const { strategyFor, strategyOnTrip, movedSession, headersNow } = move;
  const { retire, endWaiting, exchangeForProgram, orExchanged } = move;
  const { underAcceptedNames } = await import("@/features/move/program-names");
  const running = untouched as SessionStrategy;
  const request = untouched as RequestParts;
  expect(await strategyFor(running, request)).toBe(running);
  expect(await strategyOnTrip(running, request)).toBe(running);
  expect(await movedSession(running, request, undefined)).toBeNull();
  expect(orExchanged(untouched as never)).toBe(untouched);
  const headers = new Headers();
  expect(headersNow(headers, running, request as never)).toBe(headers);
  await retire([{ id: "a session", userId: "a user" }], request);
  await endWaiting(running, "a user");
  expect(await exchangeForProgram(running, { token: "a token" }, headers)).toBeUndefined();
  expect(underAcceptedNames("a name", request)).toBe(request);
});

test("without AUTH_STRATEGY_ALSO the middleware reads no other cookie", async () => {
  const { waitingCookie } = await importWith({}, () => import("@/features/move/waiting"));
  expect(await waitingCookie(untouched as never)).toBeUndefined();
});

test("a redirect that ends on a server of the old strategy is not repeated at once", async () => {
  const settings = {
    AUTH_STRATEGY: "jwt",
    AUTH_STRATEGY_ALSO: "database",
    DATABASE_URL: "postgresql://nobody@127.0.0.1:1/nothing",
  };
  const { strategyOnTrip } = await importWith(settings, () => import("@/features/move"));
  const { strategies } = await import("@/lib/session/strategies");
  const { sessionCookie } = await import("@/lib/session/cookie");
  const { refreshState } = await import("@/lib/session/refresh/outcome");
  const running = strategies.jwt.create({ policy, clock: Date.now, secrets, ...noStores });
  const { cookie } = await running.create(someone);
  const headers = new Headers({ host: "localhost:3000" });
  const jar = new Map([[sessionCookie(running, headers).name, cookie]]);
  const request: RequestParts = {
    headers,
    cookies: {
      get: (name) => (jar.has(name) ? { value: `${jar.get(name)}` } : undefined),
      set: (name, value) => void jar.set(name, value),
    },
  };
  expect(await refreshState(cookie, request)).toBe("due");
  expect(await strategyOnTrip(running, request)).toBe(running);
  expect(await refreshState(cookie, request)).toBe("unknown");
});
