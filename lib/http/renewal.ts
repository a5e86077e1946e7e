// Which requests renew a session. A HEAD and a prefetch do not, because they are not caused by a visit. An error
// response does not contain a renewed cookie either, because some caches store errors.
import { AsyncLocalStorage } from "node:async_hooks";
import { isPrefetch } from "./page-visit";

interface Answering {
  looks: boolean;
  /** Set the renewed cookies. */
  offered: (() => void)[];
}

// On globalThis, because Next.js may load this module once per bundle.
const shared = globalThis as { answering?: AsyncLocalStorage<Answering> };
shared.answering ??= new AsyncLocalStorage();
const current = shared.answering;

/** Runs a route handler. Its renewals are sent only if the answer is not an error. */
export async function withRenewal(
  { method, headers }: Pick<Request, "method" | "headers">,
  answer: () => Promise<Response>,
): Promise<Response> {
  const answering: Answering = { looks: method === "HEAD" || isPrefetch(headers), offered: [] };
  const response = await current.run(answering, answer);
  if (response.status < 400) for (const set of answering.offered) set();
  return response;
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
