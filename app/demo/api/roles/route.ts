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
import { setThrowAwayRole } from "@/app/demo/shared/throw-away";
import { findUser } from "@/lib/accounts/users";
import type { Role } from "@/lib/session/strategy";

interface Browser extends Held {
  /** When the role was last changed, and after how many ms the session had it. */
  changedAt?: number;
  arrivedAfter?: number;
}

export interface RolesState extends Pick<Browser, "changedAt" | "arrivedAfter"> {
  /** The role in the session. Null if the session has ended. */
  app: Role | null;
  database: Role | null;
  accessExpires?: number;
}

const WHO = "The browser";
const lab = labStrategy({ accessMaxAge: SHORT_ACCESS });

export const { GET, POST } = labExperiment<Browser, RolesState>({
  name: "demo-roles",
  path: "/demo/api/roles",
  userName: "Someone whose role changes",
  needsDatabase: true,

  async start({ user, browsers }) {
    const { held, line } = await signIn(lab, user, WHO);
    browsers.push(held);
    return [line];
  },

  actions: {
    /** Does what an admin does at /admin, for a throw-away user. */
    async change({ user, browsers: [browser] }) {
      const role = (await findUser(user.id))?.role === "admin" ? "user" : "admin";
      const change = () => setThrowAwayRole(user.id, role);
      const { line } = await told({ who: YOU, what: `make them ${role}` }, change);
      if (browser) Object.assign(browser, { changedAt: Date.now(), arrivedAfter: undefined });
      return [line];
    },
    /** Does the same as `update()` of next-auth/react. */
    async take({ browsers: [browser] }) {
      if (!browser) return [];
      const update = () => lab.update(browser.cookie);
      const { result, line } = await told({ who: YOU, what: "update the session now" }, update);
      if (result) browser.cookie = result.cookie;
      return [line];
    },
  },

  async look({ user, browsers: [browser] }) {
    if (!browser) return { state: { app: null, database: null }, log: [] };
    const { issued, log } = await request(lab, WHO, browser);
    if (issued) Object.assign(browser, toHeld(issued));
    const app = issued?.user.role ?? null;
    const database = (await findUser(user.id))?.role ?? null;
    if (app === database && browser.changedAt)
      browser.arrivedAfter ??= Date.now() - browser.changedAt;
    const { changedAt, arrivedAfter } = browser;
    return {
      state: { app, database, changedAt, arrivedAfter, accessExpires: issued?.accessExpires },
      log,
    };
  },
});
