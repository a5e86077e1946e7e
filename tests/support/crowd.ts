// Browsers that send requests all the time to a site whose servers are restarted. Each stores its cookies. Errors are
// collected.
import type { SessionUser } from "@/lib/session/strategy";
import { type Answer, type Client, createClient } from "./e2e-client";

export interface Browser {
  user: SessionUser;
  client: Client;
  stays?: true;
  /** Its running requests, which may come from two tabs. */
  busy: boolean;
  /**
   * The number of answered requests to route handlers. They exchange a session at once; a page visit that was redirected to
   * an old server may not for a minute (UNTIL_ALL_MOVE in features/move/index.ts).
   */
  asked: number;
  /** The cookies at sign-out, and whether the servers must refuse a copy of them now. */
  ended?: { copy: Map<string, string>; when: string; isRefused: () => boolean };
}

/** The number of parallel requests. */
const AT_ONCE = 10;
/** How often a turn is a page visit, two parallel tabs, a sign-out, and a check of signed-out browsers. */
const [PAGE, TABS, SIGN_OUT, OUT] = [12, 9, 40, 8];

/** The reason of a 401, and how often a request is sent again: on a busy machine a new token may be expired, too. */
const [EXPIRED, REFRESHES] = ["access-token-expired", 3];

export function createCrowd(
  url: string,
  /** `stays`: the browser never signs out. */
  people: { user: SessionUser; cookies: Map<string, string>; stays?: true }[],
  /** Called at each sign-out: returns whether later servers must refuse a copy of these cookies. */
  judgeCopy: (copy: Map<string, string>) => () => boolean,
) {
  const browsers = people.map(({ user, cookies, stays }): Browser => {
    const client = createClient(url);
    for (const [name, value] of cookies) client.cookies.set(name, value);
    return { user, client, stays, busy: false, asked: 0 };
  });
  /** Messages, each about one request. */
  const faults: string[] = [];
  const counts = { requests: 0, pages: 0, refreshed: 0, signedOut: 0, looksAtEnded: 0 };
  let turn = 0;
  let stopped = false;
  let step = "";

  const alive = () => browsers.filter(({ ended }) => !ended);
  const fault = ({ user }: Browser, what: string) => faults.push(`${step}: ${user.id} ${what}`);

  /** Follows redirects like a browser, with the same method for 307. */
  async function follow(client: Client, path: string, method: "GET" | "POST"): Promise<Answer> {
    for (let hops = 0; ; hops++) {
      counts.requests++;
      const answer: Answer =
        method === "GET" ? await client.get(path) : await client.post(path, {}, { origin: url });
      const to = answer.headers.get("location");
      if (!to || hops === 4) return answer;
      path = new URL(to, url).href.slice(url.length);
      if (path.startsWith("/sign-in")) return answer;
      if (answer.status !== 307) method = "GET";
    }
  }

  async function ask(browser: Browser) {
    counts.requests++;
    let { status, text } = await browser.client.get("/api/me");
    // As a page does: an expired access token is refreshed, and the request is sent again.
    for (let n = 0; n < REFRESHES && status === 401 && text.includes(EXPIRED); n++) {
      counts.requests += 2;
      counts.refreshed++;
      const refresh = await browser.client.post("/api/session/refresh", "", { origin: url });
      if (refresh.status !== 200) fault(browser, `got ${refresh.status} from the refresh`);
      ({ status, text } = await browser.client.get("/api/me"));
    }
    if (status !== 200) fault(browser, `got ${status} from /api/me: ${text.slice(0, 200)}`);
    else if (!text.includes(browser.user.id)) fault(browser, "was served as someone else");
    browser.asked++;
  }

  async function visit(browser: Browser) {
    counts.pages++;
    const { status, headers, text } = await follow(browser.client, "/account", "GET");
    if (status !== 200)
      fault(browser, `got ${status} from /account, to ${headers.get("location")}`);
    else if (!text.includes(`${browser.user.email}`)) fault(browser, "saw no page of their own");
  }

  async function signOut(browser: Browser) {
    const { client } = browser;
    const copy = new Map(client.cookies);
    const isRefused = judgeCopy(copy);
    const { status, headers } = await follow(client, "/sign-out", "POST");
    if (status >= 400 || headers.get("location")?.includes("failed"))
      return fault(browser, `could not sign out: ${status} ${headers.get("location")}`);
    browser.ended = { copy, when: step, isRefused };
    counts.signedOut++;
    await lookAtEnded(browser);
  }

  async function lookAtEnded(browser: Browser) {
    const { ended, client } = browser;
    if (!ended) return;
    counts.looksAtEnded++;
    counts.requests += 2;
    const own = await client.get("/api/me");
    if (own.status !== 401) fault(browser, `signed out in "${ended.when}", and got ${own.status}`);
    if (!ended.isRefused()) return;
    const thief = createClient(url);
    for (const [name, value] of ended.copy) thief.cookies.set(name, value);
    const { status } = await thief.get("/api/me");
    if (status !== 401 && ended.isRefused())
      fault(browser, `signed out in "${ended.when}", and a copy of the cookies got ${status}`);
  }

  async function act() {
    turn++;
    const browser = browsers[turn % browsers.length];
    if (!browser || browser.busy) return;
    browser.busy = true;
    try {
      await (browser.ended ? lookNowAndThen(browser) : request(browser));
    } catch (error) {
      fault(browser, `got no answer: ${error} ${(error as Error).cause ?? ""}`);
    }
    browser.busy = false;
  }

  async function lookNowAndThen(browser: Browser) {
    if (oneIn(OUT)) await lookAtEnded(browser);
  }

  /** Decides by the number of the turn. Mixed well, so that it does not depend on the number of browsers. */
  function oneIn(many: number): boolean {
    let mixed = turn;
    for (let n = 0; n < 2; n++) mixed = Math.imul(mixed ^ (mixed >>> 16), 0x45d9f3b);
    return ((mixed ^ (mixed >>> 16)) >>> 0) % many === 0;
  }

  function request(browser: Browser): Promise<unknown> {
    if (oneIn(SIGN_OUT) && !browser.stays) return signOut(browser);
    if (oneIn(PAGE)) return visit(browser);
    if (oneIn(TABS)) return Promise.all([ask(browser), ask(browser)]);
    return ask(browser);
  }

  return {
    browsers,
    faults,
    counts,
    alive,
    /** For the error messages. */
    begin(what: string) {
      step = what;
    },
    /** Sends requests until the returned function is called. */
    start() {
      stopped = false;
      const all = Array.from({ length: AT_ONCE }, async () => {
        while (!stopped) await act();
      });
      return async () => {
        stopped = true;
        await Promise.all(all);
      };
    },
    /** Waits until a route handler has answered another request of every browser. Requests that are running do not count. */
    async everyone() {
      const next = new Map(browsers.map((one) => [one, one.asked + (one.busy ? 3 : 1)]));
      const missing = () => alive().some((one) => one.asked < (next.get(one) ?? 0));
      while (missing()) await new Promise((resolve) => setTimeout(resolve, 50));
    },
  };
}
