// Simulates browsers under any strategy.
import { expect } from "vitest";
import type { IssuedSession, SessionStrategy } from "@/lib/session/strategy";
import { type Clock, SECOND } from "./clock";
import { policy } from "./sessions";

/**
 * One request: sends the session cookie, and refreshes if necessary. Returns the new cookies, or null if the browser is
 * signed out.
 */
export async function visit(
  strategy: SessionStrategy,
  held: IssuedSession,
): Promise<IssuedSession | null> {
  const { refreshToken, ...shown } = held;
  const renewed = await strategy.renew(shown.cookie);
  if (renewed) return refreshToken ? { refreshToken, ...renewed } : renewed;
  if (!refreshToken) return null;
  const rotated = await strategy.refresh?.rotate(refreshToken);
  return rotated ? { refreshToken, ...rotated } : null;
}

/** The same, for a browser that must be signed in. */
export async function mustVisit(
  strategy: SessionStrategy,
  held: IssuedSession,
): Promise<IssuedSession> {
  const holds = await visit(strategy, held);
  if (!holds) throw new Error("Signed out");
  return holds;
}

/**
 * Expects that the session is refused at once by a fresh read, and by every read within the time that the strategy
 * states.
 */
export async function expectEnded(strategy: SessionStrategy, clock: Clock, held: IssuedSession) {
  expect(await strategy.read(held.cookie, { fresh: true })).toBeNull();
  clock.pass((strategy.endNoticedWithin ?? Number.POSITIVE_INFINITY) * SECOND);
  expect(await strategy.read(held.cookie)).toBeNull();
  expect(await visit(strategy, held)).toBeNull();
}

/** The moment (ms) at which the next request renews the session: when its access token ends, or at updateAge. */
export function renewalDue({ accessExpires, renewedAt }: IssuedSession): number {
  return accessExpires ?? renewedAt + policy.updateAge * SECOND;
}

/** The issued token whose hash is in the table, if there is a row. */
export function referenceToken({ cookie, refreshToken }: Partial<IssuedSession>): string {
  return refreshToken ?? cookie ?? "";
}
