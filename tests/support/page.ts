// A simulated page for lib/browser, for tests with their own clock: without locks, as on plain http. The browser tests
// use real pages.
import { vi } from "vitest";

/** Simulates a route of this site. A promise that never resolves is a missing answer. */
export type Answer = () => Response | Promise<Response>;

export const answers = {
  refreshed: () => json({ accessExpires: new Date(Date.now() + 15 * 60_000).toISOString() }),
  ended: () => json({ error: "unauthenticated", reason: "no-session" }, 401),
  expired: () => json({ error: "unauthenticated", reason: "access-token-expired" }, 401),
  unavailable: () => json({ error: "unavailable" }, 503),
  lost: () => Promise.reject(new TypeError("Failed to fetch")),
  never: () => new Promise<Response>(() => {}),
} satisfies Record<string, Answer>;

const json = (body: unknown, status = 200) =>
  Response.json(body, { status, headers: { date: new Date().toUTCString() } });

/** A page whose requests get the answers `next` in order, and then always the last one. */
export function openPage(...next: Answer[]) {
  const asked: { at: number; request: Request }[] = [];
  const kept = new Map<string, string>();
  const attributes = new Set<string>();
  const documentElement = {
    setAttribute: (name: string) => void attributes.add(name),
    removeAttribute: (name: string) => void attributes.delete(name),
    hasAttribute: (name: string) => attributes.has(name),
  };
  const page = Object.assign(new EventTarget(), { hidden: false, documentElement });
  const otherTabs = new EventTarget();

  vi.useFakeTimers({ now: Date.UTC(2030, 0, 1) });
  // It does not use the clock of the test.
  vi.spyOn(AbortSignal, "timeout").mockImplementation((after) => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(new DOMException("", "TimeoutError")), after);
    return controller.signal;
  });
  vi.stubGlobal("document", page);
  vi.stubGlobal("addEventListener", page.addEventListener.bind(page));
  vi.stubGlobal("removeEventListener", page.removeEventListener.bind(page));
  vi.stubGlobal("navigator", { onLine: true });
  vi.stubGlobal(
    "BroadcastChannel",
    class {
      addEventListener = otherTabs.addEventListener.bind(otherTabs);
      close() {}
    },
  );
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  });
  vi.stubGlobal("fetch", async (input: string | Request, init?: RequestInit) => {
    const request = new Request(
      typeof input === "string" ? new URL(input, "http://page.test") : input,
      init,
    );
    asked.push({ at: Date.now(), request });
    const answer = (next.length > 1 ? next.shift() : next[0]) ?? answers.lost;
    const { signal } = init ?? {};
    const given = signal && new Promise((_, reject) => signal.addEventListener("abort", reject));
    return given ? Promise.race([answer(), given]) : answer();
  });

  return {
    /** The times of the requests, in seconds from the start. */
    times: () => asked.map(({ at }) => (at - Date.UTC(2030, 0, 1)) / 1000),
    paths: () => asked.map(({ request }) => new URL(request.url).pathname),
    headers: (name: string) => asked.map(({ request }) => request.headers.get(name)),
    bodies: () => Promise.all(asked.map(({ request }) => request.text())),
    after: (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000),
    hide: () => {
      page.hidden = true;
    },
    /** Simulates sleep: no timer runs, and then the page becomes visible again. */
    sleep: (seconds: number) => {
      vi.setSystemTime(Date.now() + seconds * 1000);
      page.dispatchEvent(new Event("visibilitychange"));
    },
    /** The page goes into the back/forward cache. */
    leave: () => page.dispatchEvent(Object.assign(new Event("pagehide"), { persisted: true })),
    /** The page is restored from the back/forward cache. */
    goBack: () => page.dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true })),
    isCovered: () => attributes.has("data-covered"),
    /** Another tab shows nobody signed in. */
    otherTabShowsNobody: () =>
      otherTabs.dispatchEvent(new MessageEvent("message", { data: "nobody is signed in" })),
    type: () => page.dispatchEvent(new Event("keydown")),
  };
}

export function closePage(): void {
  vi.useRealTimers();
  vi.unstubAllGlobals();
}
