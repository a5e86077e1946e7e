// For middleware.ts: whether the browser has a session that can be exchanged. Edge-safe.
import { env, sessionPolicy } from "../../lib/env";
import type { RequestParts } from "../../lib/session/cookie";
import { hasSignedOut } from "../../lib/session/signed-out";
import { acceptable } from "./accepted";
import { shownOf } from "./shown";

const dependencies = { policy: sessionPolicy, clock: Date.now, secrets: env.AUTH_SECRET };
const accepted = env.AUTH_STRATEGY_ALSO.map((name) => ({
  facts: acceptable[name],
  guard: acceptable[name].guard(dependencies),
}));

/** The cookie of an accepted strategy that a redirect through the refresh route may exchange; else undefined. */
export async function waitingCookie(request: {
  headers: Headers;
  cookies: Pick<RequestParts["cookies"], "get">;
}): Promise<string | undefined> {
  for (const { facts, guard } of accepted) {
    const cookie = shownOf(facts, request);
    if (!cookie) continue;
    const verdict = await guard(cookie);
    if (verdict.pass ? !(verdict.id && hasSignedOut(verdict.id, request)) : verdict.refresh)
      return cookie;
  }
  return undefined;
}
