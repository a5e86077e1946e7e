import { YOU } from "@/app/demo/shared/lab-log";
import {
  type Held,
  labExperiment,
  labStrategy,
  request,
  signIn,
  toHeld,
  told,
} from "@/app/demo/shared/scenes";
import { SHORT_ACCESS } from "@/app/demo/shared/short-access";
import type { BrowserAnswer } from "@/app/demo/sign-out-elsewhere/answers";
import { sessionPolicy } from "@/lib/env";
import { absoluteEnd } from "@/lib/session/policy";

interface Browser extends Held {
  times: Pick<BrowserAnswer, "authTime" | "expires" | "accessExpires">;
  endedAt?: number;
  refusedAt?: number;
}

const NAMES = ["The laptop", "The phone"];

const lab = labStrategy({ accessMaxAge: SHORT_ACCESS });

export const { GET, POST } = labExperiment<Browser, BrowserAnswer[]>({
  name: "demo-sign-out-elsewhere",
  path: "/demo/api/sign-out-elsewhere",
  userName: "Someone with two browsers",

  async start({ user, browsers }) {
    const log = [];
    for (const who of NAMES) {
      const { held, issued, line } = await signIn(lab, user, who);
      browsers.push({ ...held, times: issued });
      log.push(line);
    }
    return log;
  },

  actions: {
    /** Ends the session by its id, without its cookie. */
    async end({ user, browsers }, { which }) {
      const browser = browsers[which];
      const { revocation } = lab;
      if (!browser || !revocation) return [];
      const what = `end the session of ${NAMES[which]?.toLowerCase()}`;
      browser.endedAt = Date.now();
      return [(await told({ who: YOU, what }, () => revocation.end(user.id, browser.id))).line];
    },
    /** The browser keeps sending the cookie, like someone with a copy of it. */
    async "sign out"({ browsers }, { which }) {
      const browser = browsers[which];
      if (!browser) return [];
      const what = `sign ${NAMES[which]?.toLowerCase()} out, and keep a copy of its cookie`;
      browser.endedAt = Date.now();
      return [(await told({ who: YOU, what }, () => lab.end(browser.cookie))).line];
    },
  },

  async look({ browsers }) {
    const log = [];
    const state: BrowserAnswer[] = [];
    for (const [n, browser] of browsers.entries()) {
      const asked = await request(lab, NAMES[n] ?? "", browser);
      log.push(...asked.log);
      if (asked.issued) Object.assign(browser, toHeld(asked.issued), { times: asked.issued });
      const { accessExpires, authTime, expires } = browser.times;
      browser.times = { accessExpires, authTime, expires };
      const isEnded = browser.endedAt !== undefined;
      if (isEnded && !asked.issued) browser.refusedAt ??= Date.now();
      state.push({
        ...{ name: NAMES[n] ?? "", isIn: asked.issued !== null, isEnded, ...browser.times },
        ...{ endedAt: browser.endedAt, refusedAt: browser.refusedAt },
        latest: absoluteEnd(sessionPolicy, authTime),
      });
    }
    return { state, log };
  },
});
