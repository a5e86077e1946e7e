// The running strategy during a change, when a server with another strategy may exchange its sessions.
import { type RequestParts, sessionCookies } from "../../lib/session/cookie";
import type { IssuedSession, Session, SessionStrategy } from "../../lib/session/strategy";
import { hashToken } from "../../lib/session/tokens/reference-token";
import type { AnswerCopy } from "./copies";
import { mayRefresh } from "./program";
import { withoutReuse } from "./stores";
import type { MoveDependencies } from "./types";

type Ask<Answer> = (to: SessionStrategy, cookie: string) => Promise<Answer | null>;

/**
 * The running strategy, for a cookie whose row may be missing because the session has just been exchanged. This is
 * checked only after the cookie was refused, so a valid cookie needs no additional query.
 */
export function createLateCookies(
  { claims, make, store }: MoveDependencies,
  answerCopy: AnswerCopy,
) {
  return (running: SessionStrategy, request: RequestParts, passive: boolean): SessionStrategy => {
    if (!claims || !running.records) return running;

    async function moved<Answer>(cookie: string, ask: Ask<Answer>): Promise<Answer | null> {
      if (await mayRefresh(running, cookie, request)) return null;
      const proof = await hashToken(cookie);
      const { claim } = (await claims?.find(proof)) ?? {};
      const copy = { from: running, cookie, proof, session: null };
      const to = claim && (await answerCopy(copy, claim, request, passive));
      const now = to && sessionCookies(to, request).cookie;
      return now ? ask(to, now) : null;
    }

    // Do not change this cookie: answerCopy has set the cookies of the other strategy.
    const asIs = (session: Session | null, cookie: string): IssuedSession | null =>
      session && { ...session, cookie };

    /** The row of an exchanged session is not the token's any more. That is no reuse of the token. */
    async function rotate(token: string, of?: string): Promise<IssuedSession | null> {
      const careful = claims && make(running.name, { store: withoutReuse(store, claims, running) });
      return (await (careful ?? running).refresh?.rotate(token, of)) ?? null;
    }

    return {
      ...running,
      refresh: running.refresh && { ...running.refresh, rotate },
      read: async (cookie, options) =>
        (await running.read(cookie, options)) ?? moved(cookie, (to, now) => to.read(now, options)),
      renew: async (cookie, options) =>
        (await running.renew(cookie, options)) ??
        moved(cookie, async (to, now) => asIs(await to.read(now, options), cookie)),
      update: async (cookie) =>
        (await running.update(cookie)) ??
        moved(cookie, async (to, now) => asIs(await to.read(now, { fresh: true }), cookie)),
      end: async (cookie) => (await running.end(cookie)) ?? moved(cookie, (to, now) => to.end(now)),
    };
  };
}
