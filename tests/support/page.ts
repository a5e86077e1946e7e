// What lib/client finds in a page, for tests with a clock of their own: no locks, as on plain http. The browser
// tests have the real thing.
import { vi } from "vitest";

/** Stands in for a route of this site. A promise that stays open is an answer that never comes. */
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

/** A page whose requests get `next` answers, one after the other, the last one again and again. */
export function openPage(...next: Answer[]) {
  const asked: { at: number; request: Request }[] = [];
  const kept = new Map<string, string>();
  const page = Object.assign(new EventTarget(), { hidden: false });

  vi.useFakeTimers({ now: Date.UTC(2030, 0, 1) });
  // It knows nothing of the clock of a test.
  vi.spyOn(AbortSignal, "timeout").mockImplementation((after) => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(new DOMException("", "TimeoutError")), after);
    return controller.signal;
  });
  vi.stubGlobal("document", page);
  vi.stubGlobal("addEventListener", page.addEventListener.bind(page));
  vi.stubGlobal("removeEventListener", page.removeEventListener.bind(page));
  vi.stubGlobal("navigator", { onLine: true });
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
    /** Seconds from the beginning at which it was asked. */
    times: () => asked.map(({ at }) => (at - Date.UTC(2030, 0, 1)) / 1000),
    paths: () => asked.map(({ request }) => new URL(request.url).pathname),
    headers: (name: string) => asked.map(({ request }) => request.headers.get(name)),
    bodies: () => Promise.all(asked.map(({ request }) => request.text())),
    after: (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000),
    hide: () => {
      page.hidden = true;
    },
    type: () => page.dispatchEvent(new Event("keydown")),
  };
}

export function closePage(): void {
  vi.useRealTimers();
  vi.unstubAllGlobals();
}
