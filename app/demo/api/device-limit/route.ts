import { YOU } from "@/app/demo/shared/lab-log";
import {
  type Held,
  labExperiment,
  labStrategy,
  request,
  type Scene,
  signIn,
  toHeld,
} from "@/app/demo/shared/scenes";
import { SHORT_ACCESS } from "@/app/demo/shared/short-access";

interface Browser {
  /** Null after its session has ended, because a cookie has little room. */
  held: Held | null;
  /** When the limit ended its session, and after how many ms a request was refused. */
  endedAt?: number;
  outAfter?: number;
}

export interface DeviceState {
  isIn: boolean;
  isEnded: boolean;
  outAfter?: number;
}

const LIMIT = 2;
const MOST = 3;
const nameOf = (n: number) => `Browser ${n + 1}`;

// The running strategy, with a limit of two sessions. It ends the oldest sessions of a user.
const lab = labStrategy({ deviceLimit: LIMIT, accessMaxAge: SHORT_ACCESS });

async function open({ user, browsers }: Scene<Browser>) {
  const n = browsers.length;
  if (n >= MOST) return [];
  const { held, line } = await signIn(lab, user, YOU, `sign in with browser ${n + 1}`);
  browsers.push({ held });
  const oldest = browsers[n - LIMIT];
  if (lab.records && oldest) oldest.endedAt = Date.now();
  return [line];
}

export const { GET, POST } = labExperiment<Browser, DeviceState[]>({
  name: "demo-device-limit",
  path: "/demo/api/device-limit",
  userName: "Someone with three browsers",
  start: open,
  actions: { open },

  async look({ browsers }) {
    const log = [];
    const state: DeviceState[] = [];
    for (const [n, browser] of browsers.entries()) {
      const { held, endedAt } = browser;
      const asked = held ? await request(lab, nameOf(n), held) : { issued: null, log: [] };
      log.push(...asked.log);
      browser.held = asked.issued && toHeld(asked.issued);
      if (held && !asked.issued && endedAt) browser.outAfter = Date.now() - endedAt;
      const isEnded = endedAt !== undefined;
      state.push({ isIn: asked.issued !== null, isEnded, outAfter: browser.outAfter });
    }
    return { state, log };
  },
});
