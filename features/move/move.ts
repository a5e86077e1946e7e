// Sessions of accepted strategies (AUTH_STRATEGY_ALSO) are exchanged for sessions of the running one, each of them once.
// docs/decisions/0023. Uses only the interface in lib/session/strategy.ts.

import { type RequestParts, sessionCookies } from "../../lib/session/cookie";
import { absoluteEnd } from "../../lib/session/policy";
import { refreshSession } from "../../lib/session/refresh/refresh";
import { hasSignedOut } from "../../lib/session/signed-out";
import type { IssuedSession, Session, SessionStrategy } from "../../lib/session/strategy";
import { hashToken } from "../../lib/session/tokens/reference-token";
import { isBearer } from "../bearer/request";
import { isIssued } from "./accepted";
import { createAdopt } from "./adopt";
import type { Claim, Known } from "./claims";
import { createCopies } from "./copies";
import { createExchange } from "./exchange";
import { canSetCookies, frozen } from "./give";
import { createLateCookies } from "./late";
import { heldBy, mayRefresh, refreshTokenOf } from "./program";
import { shownOf } from "./shown";
import { hasEnded, type MoveDependencies, owner, type Shown } from "./types";

export function createMove(dependencies: MoveDependencies) {
  const { accepted, claims, policy, clock } = dependencies;
  const adopt = createAdopt(dependencies.secrets);
  const answerCopy = createCopies(dependencies, adopt);
  const exchange = createExchange(dependencies, adopt, answerCopy);
  const orMoved = createLateCookies(dependencies, answerCopy);

  /**
   * The strategy of this request's session from now on: `running` if the session could be exchanged, and then its cookies
   * are set; otherwise an accepted one. `passive`: changes nothing. A program cannot get a cookie, so its requests change
   * nothing either: its token is accepted until it expires.
   */
  async function strategyFor(
    running: SessionStrategy,
    request: RequestParts,
    { passive = false } = {},
  ): Promise<SessionStrategy> {
    const looks = passive || isBearer(request.headers);
    const own = sessionCookies(running, request).cookie;
    const shown = accepted.flatMap((from) => {
      const cookie = shownOf(from, request);
      return cookie ? { from, cookie } : [];
    });
    // Without a cookie of another strategy, nothing is read here: such a request costs the same as without
    // AUTH_STRATEGY_ALSO.
    if (shown.length > 0) {
      if (own && (await running.read(own))) return running;
      if (own && (await mayRefresh(running, own, request))) return orMoved(running, request, looks);
      for (const one of shown) {
        const found = await settle(running, one, request, looks);
        if (found) return found;
      }
    }
    return own ? orMoved(running, request, looks) : running;
  }

  async function settle(
    running: SessionStrategy,
    { from, cookie }: { from: SessionStrategy; cookie: string },
    request: RequestParts,
    passive: boolean,
  ): Promise<SessionStrategy | null> {
    const session = await from.read(cookie, { fresh: true });
    if (session && hasSignedOut(session.id, request)) return null;
    const shown: Shown = { from, cookie, proof: await hashToken(cookie), session };
    const known = (await claims?.find(shown.proof, owner(session))) ?? {};
    if (isCopy(session, known)) return answerCopy(shown, known.claim, request, passive);
    if (!session)
      return from.refresh ? settleExpired(running, shown, known, request, passive) : null;
    if (hasEnded(session, known)) return null;
    // Until all servers run the same strategy, sessions move in one direction only.
    if (known.issuing && known.issuing !== running.name && isIssued(from)) return from;
    if (passive || !canSetCookies(request)) return frozen(from, session);
    return exchange(running, { ...shown, session }, request);
  }

  /**
   * The access token has expired. Only the redirect through the refresh route sends the refresh token, which proves the
   * session.
   */
  async function settleExpired(
    running: SessionStrategy,
    { from, cookie }: Shown,
    { issuing }: Known,
    request: RequestParts,
    passive: boolean,
  ): Promise<SessionStrategy | null> {
    if (!(await mayRefresh(from, cookie, request))) return null;
    const [token] = sessionCookies(from, request).refreshTokens;
    if (!token || passive || (issuing && issuing !== running.name)) return from;
    return settleToken(running, { from, cookie, token }, request);
  }

  /** The refresh token proves the session. */
  async function settleToken(
    running: SessionStrategy,
    { from, cookie, token }: { from: SessionStrategy; cookie: string; token: string },
    request: RequestParts,
  ): Promise<SessionStrategy | null> {
    const proof = await hashToken(token);
    const { claim } = (await claims?.find(proof)) ?? {};
    if (claim) return answerCopy({ from, cookie, proof, session: null }, claim, request, false);
    // Apply the strategy's own rules first: they recognise a used refresh token.
    const session = await refreshSession(from, request);
    if (!session || hasSignedOut(session.id, request)) return null;
    const known = (await claims?.find(proof, owner(session))) ?? {};
    if (hasEnded(session, known)) return null;
    // Until all servers run the same strategy, sessions move in one direction only.
    if (known.issuing && known.issuing !== running.name) return from;
    return exchange(running, { from, cookie: session.cookie, proof, session }, request);
  }

  /**
   * For a refresh that was refused: the session, if another server has exchanged it since the browser sent its tokens.
   * Sets its cookies.
   */
  async function exchangedSince(
    running: SessionStrategy,
    request: RequestParts,
  ): Promise<IssuedSession | null> {
    const { cookie = "", refreshTokens } = sessionCookies(running, request);
    // Without a refresh token, the request proves nothing.
    if (refreshTokens.length === 0) return null;
    // One of the two was exchanged.
    for (const sent of [...refreshTokens.slice(0, 1), cookie]) {
      const proof = await hashToken(sent);
      const { claim } = (await claims?.find(proof)) ?? {};
      const copy: Shown = { from: running, cookie, proof, session: null };
      const to = claim && (await answerCopy(copy, claim, request, false));
      if (to) return heldBy(to, request);
    }
    return null;
  }

  /**
   * For a program: exchanges the session of the tokens that `request` holds as cookies, and returns the new tokens. Null
   * when that session has ended, or is not of an accepted strategy.
   */
  async function exchangeTokens(
    running: SessionStrategy,
    request: RequestParts,
  ): Promise<IssuedSession | null> {
    for (const from of accepted) {
      const cookie = shownOf(from, request) ?? "";
      const token = refreshTokenOf(from, request);
      const under = token
        ? await settleToken(running, { from, cookie, token }, request)
        : cookie && (await settle(running, { from, cookie }, request, false));
      const held = under ? await heldBy(under, request) : null;
      if (held) return held;
    }
    return null;
  }

  /** Ends the user's sessions that have not been exchanged yet, before those of the running strategy end. */
  async function endAccepted(
    running: SessionStrategy,
    userId: string,
    exceptId?: string,
  ): Promise<void> {
    const now = clock();
    await claims?.retireAll(userId, { at: now, except: exceptId }, absoluteEnd(policy, now));
    // Both strategies use the same table, and the running strategy counts these sessions.
    for (const { records, revocation } of accepted)
      if (!(records && running.records)) await revocation?.endAll(userId, exceptId);
  }

  return { strategyFor, exchangedSince, exchangeTokens, endAccepted };
}

/** Whether the cookie was issued before the exchange, or cannot be read any more because of it. */
const isCopy = (session: Session | null, known: Known): known is Known & { claim: Claim } =>
  known.claim !== undefined && (!session || session.renewedAt < known.claim.at);
