// Browsers with a session of one strategy, and an app that runs another one.

import { acceptable } from "@/features/move/accepted";
import { claims } from "@/features/move/claims";
import { createMove } from "@/features/move/move";
import type { MoveDependencies } from "@/features/move/types";
import { findUser } from "@/lib/accounts/users";
import { type RequestParts, refreshCookie, sessionCookie } from "@/lib/session/cookie";
import { refreshSession } from "@/lib/session/refresh/refresh";
import { sessionStore } from "@/lib/session/store";
import { sessionMarks } from "@/lib/session/store/marks";
import type { IssuedSession, SessionStrategy, StrategyFacts } from "@/lib/session/strategy";
import { createClock } from "./clock";
import { policy, secrets } from "./sessions";

type Name = keyof typeof acceptable;

/** An app with its settings AUTH_STRATEGY and AUTH_STRATEGY_ALSO, and a clock that can be set. */
export function createApp(
  running: Name,
  also: Name[],
  {
    clock = createClock(),
    ...changes
  }: Partial<MoveDependencies> & { clock?: ReturnType<typeof createClock> } = {},
) {
  const told: string[] = [];
  const dependencies = {
    policy,
    clock,
    secrets,
    store: sessionStore,
    marks: sessionMarks,
    findUser,
  };
  const make = (name: string, over: object) =>
    acceptable[name as Name].create({ ...dependencies, ...changes, ...over });
  const strategy = make(running, {});
  const move = createMove({
    ...dependencies,
    accepted: also.map((name) => make(name, {})),
    make: (name, over) => ([running, ...also].includes(name as Name) ? make(name, over) : null),
    claims,
    async onMoved(what) {
      told.push(what);
    },
    ...changes,
  });
  return {
    strategy,
    clock,
    told,
    endAccepted: move.endAccepted,
    /** What the refresh route does. */
    async refresh(browser: Browser) {
      const request = browser.request({ trip: true });
      const under = await move.strategyFor(strategy, request);
      return (await refreshSession(under, request)) ?? (await move.exchangedSince(under, request));
    },
    /** The result of a visit: the session, and its strategy from now on. */
    async visit(browser: Browser, options?: { passive?: boolean; page?: boolean; trip?: boolean }) {
      const request = browser.request(options);
      const under = await move.strategyFor(strategy, request, options);
      const { name } = sessionCookie(under, request.headers);
      const cookie = request.cookies.get(name)?.value;
      return { under: under.name, session: cookie ? await under.renew(cookie) : null };
    },
  };
}

export type Browser = ReturnType<typeof createBrowser>;

/** The cookies of a browser, which its requests share. */
export function createBrowser() {
  const jar = new Map<string, string>();
  /** The cookies that it deletes when it is closed. */
  const untilClosed = new Set<string>();
  const headers = new Headers({ host: "localhost:3000", "user-agent": "Test/1.0" });
  const browser = {
    jar,
    untilClosed,
    hold(
      strategy: StrategyFacts,
      { cookie, refreshToken }: Pick<IssuedSession, "cookie" | "refreshToken">,
    ) {
      jar.set(sessionCookie(strategy, headers).name, cookie);
      const refresh = refreshCookie(strategy, headers);
      if (refresh && refreshToken) jar.set(refresh.name, refreshToken);
      return browser;
    },
    held: (strategy: SessionStrategy) => jar.get(sessionCookie(strategy, headers).name),
    /** A copy with the same cookies. */
    copy() {
      const copy = createBrowser();
      for (const [name, value] of jar) copy.jar.set(name, value);
      return copy;
    },
    /** `page`: cannot set cookies. `trip`: the refresh token is sent. */
    request({ page = false, trip = false } = {}): RequestParts {
      // The cookies at the time of the request.
      const sent = [...jar].filter(([name]) => trip || !name.endsWith("refresh-token"));
      const own = new Map(sent);
      const all = new Headers(headers);
      all.set(
        "cookie",
        sent
          .map(
            ([name, value]) =>
              `${name}=${encodeURIComponent(value.replace(/\p{Surrogate}/gu, "?"))}`,
          )
          .join("; "),
      );
      return {
        headers: all,
        cookies: {
          get: (name) => (own.has(name) ? { value: `${own.get(name)}` } : undefined),
          set(name, value, { maxAge }) {
            if (page)
              throw new Error("Cookies can only be modified in a Server Action or Route Handler.");
            if (value !== "" && maxAge === undefined) untilClosed.add(name);
            else untilClosed.delete(name);
            for (const target of [own, jar])
              if (value === "" || maxAge === 0) target.delete(name);
              else target.set(name, value);
          },
        },
      };
    },
  };
  return browser;
}
