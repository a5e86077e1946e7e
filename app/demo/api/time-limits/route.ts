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
  /** When it ends, as far as is known now. Ms since the epoch, as is all here. */
  expires: number;
  /** What the last request has done to that. */
  moved?: boolean;
  /** When it was found to be over. */
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
    /** What someone at work does to a session. */
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

  /** A look is no activity: it moves nothing. */
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
