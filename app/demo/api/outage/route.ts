import { YOU } from "@/app/demo/shared/lab-log";
import {
  type Held,
  labDependencies,
  labExperiment,
  request,
  signIn,
  toHeld,
  told,
} from "@/app/demo/shared/scenes";
import { SHORT_ACCESS } from "@/app/demo/shared/short-access";
import { descriptor } from "@/auth";
import { findStoreUnavailable, StoreUnavailable } from "@/lib/errors";
import { assemble } from "@/lib/session/assemble";
import type { SessionMarks, SessionStore } from "@/lib/session/store/types";

interface Browser extends Held {
  /** When the store stopped, and when a request was first refused after that. Ms since the epoch. */
  downSince?: number;
  refusedAt?: number;
  /** The status of the last attempt to sign in. */
  signIn?: number;
}

/** Statuses as the app answers them. */
export interface OutageState extends Pick<Browser, "downSince" | "refusedAt" | "signIn"> {
  signedIn: number;
}

const BEFORE = "The signed-in user";
const dependencies = labDependencies({ accessMaxAge: SHORT_ACCESS });
const stopped = () => {
  throw new StoreUnavailable("database", "stopped, for this experiment only");
};
// Every method exists and fails, as with a database that is down.
const broken = new Proxy({}, { get: () => async () => stopped() });
const withStore = assemble(descriptor, dependencies);
const withoutStore = assemble(descriptor, {
  ...dependencies,
  // #region store
  store: broken as SessionStore,
  // #endregion
  // #region marks
  marks: broken as SessionMarks,
  // #endregion
  findUser: async () => stopped(),
});

/** Null if the store does not answer. The app answers 503 to that. */
async function orUnavailable<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (findStoreUnavailable(error)) return null;
    throw error;
  }
}

export const { GET, POST } = labExperiment<Browser, OutageState>({
  name: "demo-outage",
  path: "/demo/api/outage",
  userName: "Someone during an outage",
  needsDatabase: true,

  async start({ user, browsers }) {
    const { held, line } = await signIn(withStore, user, BEFORE);
    browsers.push(held);
    return [line];
  },

  actions: {
    async down({ browsers: [browser] }) {
      if (browser) Object.assign(browser, { downSince: Date.now(), refusedAt: undefined });
      return [(await told({ who: YOU, what: "stop the database" }, async () => {})).line];
    },
    async up({ browsers: [browser] }) {
      if (browser) Object.assign(browser, { downSince: undefined, signIn: undefined });
      return [(await told({ who: YOU, what: "start the database again" }, async () => {})).line];
    },
    async "sign in"({ user, browsers: [browser] }) {
      if (!browser) return [];
      const lab = browser.downSince ? withoutStore : withStore;
      const signIn = () => orUnavailable(() => lab.create(user, { userAgent: "Newcomer" }));
      const status = (issued: unknown) => (issued ? 200 : 503);
      const { result, line } = await told(
        { who: "Another user", what: "signs in", status },
        signIn,
      );
      browser.signIn = status(result);
      return [line];
    },
  },

  async look({ browsers: [browser] }) {
    if (!browser) return { state: { signedIn: 401 }, log: [] };
    const lab = browser.downSince ? withoutStore : withStore;
    const asked = await orUnavailable(() => request(lab, BEFORE, browser));
    if (asked?.issued) Object.assign(browser, toHeld(asked.issued));
    const signedIn = !asked ? 503 : asked.issued ? 200 : 401;
    if (browser.downSince && signedIn !== 200) browser.refusedAt ??= Date.now();
    const { downSince, refusedAt, signIn } = browser;
    const at = Date.now();
    const failed = { who: BEFORE, what: "request", status: 503, at, ms: 0, statements: [] };
    return { state: { signedIn, downSince, refusedAt, signIn }, log: asked?.log ?? [failed] };
  },
});
