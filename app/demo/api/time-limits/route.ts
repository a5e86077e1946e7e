import { YOU } from "@/app/demo/shared/lab-log";
import {
  type Held,
  labExperiment,
  labStrategy,
  request,
  signIn,
  toHeld,
} from "@/app/demo/shared/scenes";
import { type LimitName, limitNames, limits } from "@/app/demo/time-limits/limits";

interface Browser extends Held {
  authTime: number;
  /** When it ends, as far as known. All times are ms since the epoch. */
  expires: number;
  /** Whether the last request extended it. */
  moved?: boolean;
  /** When a check found that it has ended. */
  overAt?: number;
}

export type LimitState = Pick<Browser, "authTime" | "expires" | "moved" | "overAt"> & {
  name: LimitName;
};

const practice = limitNames.map((name) => labStrategy(limits[name].policy));
const titles = limitNames.map((name) => `The session with the ${name} limit`);

export const { GET, POST } = labExperiment<Browser, LimitState[]>({
  name: "demo-practice-session",
  path: "/demo/api/time-limits",
  userName: "Someone who comes and goes",

  async start({ user, browsers }) {
    const log = [];
    for (const [n, strategy] of practice.entries()) {
      const signed = await signIn(strategy, user, YOU, `sign in, ${limitNames[n]}`);
      const { authTime, expires } = signed.issued;
      browsers.push({ ...signed.held, authTime, expires });
      log.push(signed.line);
    }
    return log;
  },

  actions: {
    /** Sends a request with each session, as an active user does. */
    async ask({ browsers }) {
      const log = [];
      for (const [n, browser] of browsers.entries()) {
        const strategy = practice[n];
        if (!strategy || browser.overAt) continue;
        const asked = await request(strategy, titles[n] ?? "", browser);
        for (const line of asked.log)
          log.push({ ...line, who: YOU, what: `${line.what}, ${limitNames[n]}` });
        if (!asked.issued) continue;
        browser.moved = asked.issued.expires > browser.expires;
        Object.assign(browser, toHeld(asked.issued), { expires: asked.issued.expires });
      }
      return log;
    },
  },

  /** A look is not activity and extends nothing. */
  async look({ browsers }) {
    const state: LimitState[] = [];
    for (const [n, browser] of browsers.entries()) {
      const strategy = practice[n];
      const name = limitNames[n];
      if (!strategy || !name) continue;
      const { cookie, overAt, authTime } = browser;
      const ends = async () =>
        (await strategy.read(cookie))?.expires ?? (await strategy.refresh?.expiryOf(cookie));
      if (!overAt && !(await ends())) browser.overAt = Date.now();
      state.push({
        ...{ name, authTime, expires: browser.expires },
        ...{ moved: browser.moved, overAt: browser.overAt },
      });
    }
    return { state, log: [] };
  },
});
