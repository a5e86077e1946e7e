// The running strategy during a change, when a server with another strategy may exchange its sessions.
import { type RequestParts, sessionCookies } from "../../lib/session/cookie";
import type { IssuedSession, Session, SessionStrategy } from "../../lib/session/strategy";
import { hashToken } from "../../lib/session/tokens/reference-token";
import type { Claims } from "./claims";
import type { AnswerCopy } from "./copies";
import { mayRefresh } from "./program";

type Ask<Answer> = (to: SessionStrategy, cookie: string) => Promise<Answer | null>;

/**
 * The running strategy, for a cookie whose row may be missing because the session has just been exchanged. This is
 * checked only after the cookie was refused, so a valid cookie needs no additional query.
 */
export function createLateCookies(claims: Claims | null, answerCopy: AnswerCopy) {
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

    return {
      ...running,
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
