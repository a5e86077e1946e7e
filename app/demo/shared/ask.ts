import { shownToHeaders } from "@/lib/browser/shown-to";

/** `status` 0: the connection was closed without an answer. `body` null: the answer was no JSON. */
export interface Answer<Body> {
  status: number;
  body: Body | null;
  headers: Headers;
}

/**
 * Sends a real request and never throws, because the lab shows errors. If the access token has expired, it refreshes
 * and repeats the request, as a client of this app should.
 */
export function ask<Body>(path: string, init?: RequestInit): Promise<Answer<Body>> {
  const go = () => refreshAndSend<Body>(path, init);
  return path.startsWith("/demo/api/") ? inTurn(path, go) : go();
}

/** For each path, the last request in its queue. */
const lines = new Map<string, Promise<unknown>>();

/**
 * Sends the requests to a route of the lab one after the other. The state of an experiment is in a cookie of its route,
 * so a late answer to a poll would restore the state from before a button was pressed.
 */
function inTurn<T>(path: string, go: () => Promise<T>): Promise<T> {
  const turn = (lines.get(path) ?? Promise.resolve()).then(go);
  lines.set(path, turn);
  return turn;
}

async function refreshAndSend<Body>(path: string, init?: RequestInit): Promise<Answer<Body>> {
  const answer = await send<Body>(path, init);
  if (answer.status !== 401 || !isExpired(answer.body)) return answer;
  await send("/api/session/refresh", { method: "POST" });
  return send(path, init);
}

const isExpired = (body: unknown) =>
  (body as { reason?: string } | null)?.reason === "access-token-expired";

async function send<Body>(path: string, init?: RequestInit): Promise<Answer<Body>> {
  try {
    const response = await fetch(path, { cache: "no-store", ...init });
    const body = await response.json().catch(() => null);
    return { status: response.status, body, headers: response.headers };
  } catch {
    return { status: 0, body: null, headers: new Headers() };
  }
}

export function post<Body>(path: string, body: unknown, init?: RequestInit): Promise<Answer<Body>> {
  return ask(path, { ...asPost(body), ...init });
}

/** Does not wait for the queue, for experiments with parallel requests. */
export function postAtOnce<Body>(path: string, body: unknown): Promise<Answer<Body>> {
  return refreshAndSend(path, asPost(body));
}

const asPost = (body: unknown): RequestInit => ({
  method: "POST",
  headers: { "Content-Type": "application/json", ...shownToHeaders() },
  body: JSON.stringify(body),
});
