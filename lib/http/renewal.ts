// Which requests renew a session. A HEAD and a prefetch do not, because they are not caused by a visit. An error
// response does not contain a renewed cookie either, because some caches store errors.
// #region keep
// Only a session that was exchanged (features/move) is sent with any answer: without its cookie the user would have to
// sign in again.
// #endregion
import { AsyncLocalStorage } from "node:async_hooks";
import type { RequestParts } from "../session/cookie";
import { isPrefetch } from "./page-visit";
import { PRIVATE } from "./private";

interface Answering {
  looks: boolean;
  /** Set the renewed cookies. */
  offered: (() => void)[];
  setsCookies: boolean;
}

// On globalThis, because Next.js may load this module once per bundle.
const shared = globalThis as { answering?: AsyncLocalStorage<Answering> };
shared.answering ??= new AsyncLocalStorage();
const current = shared.answering;

/**
 * Runs a route handler. Its renewals are sent only if the answer is not an error. No cache may store an answer with
 * cookies, whatever the handler says: it does not know that a renewal was due.
 */
export async function withRenewal(
  { method, headers }: Pick<Request, "method" | "headers">,
  answer: () => Promise<Response>,
): Promise<Response> {
  const looks = method === "HEAD" || isPrefetch(headers);
  const answering: Answering = { looks, offered: [], setsCookies: false };
  const response = await current.run(answering, answer);
  if (response.status < 400) for (const set of answering.offered) current.run(answering, set);
  if (!answering.setsCookies && !response.headers.has("set-cookie")) return response;
  const mine = new Response(response.body, response);
  mine.headers.set("Cache-Control", PRIVATE["Cache-Control"]);
  return mine;
}

/** Whether the request renews nothing and does not count as activity. */
export const onlyLooks = (headers: Headers): boolean =>
  current.getStore()?.looks ?? isPrefetch(headers);

/** Sets a renewed cookie: in a route handler with the answer, elsewhere at once. */
export function offerRenewal(set: () => void): void {
  const answering = current.getStore();
  if (answering) answering.offered.push(set);
  else set();
}

/** The cookies of the request, for the functions above: the answer of a route handler that sets one becomes private. */
export function watched(cookies: RequestParts["cookies"]): RequestParts["cookies"] {
  return {
    get: (name) => cookies.get(name),
    set(...cookie) {
      cookies.set(...cookie);
      const answering = current.getStore();
      if (answering) answering.setsCookies = true;
    },
  };
}
