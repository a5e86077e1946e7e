// Helpers of the refresh token tests.
import type { IssuedSession, SessionStrategy, StrategyDependencies } from "@/lib/session/strategy";
import { SECOND } from "./clock";
import { addUser } from "./database";
import { policy } from "./sessions";
import { type everyStrategy, setUp } from "./strategies";

export { rotating } from "./strategies";

/** Milliseconds. */
export const grace = policy.reuseGrace * SECOND;

/** Someone who has signed in, and `told`: what the audit trail would hear. */
export async function signIn(
  name: (typeof everyStrategy)[number],
  changes: Parameters<typeof setUp>[1] = {},
) {
  const told: { ended: { id: string }[]; reason: string }[] = [];
  const onEnded: StrategyDependencies["onEnded"] = async (ended, reason) => {
    told.push({ ended, reason });
  };
  const { strategy, clock } = setUp(name, { onEnded, ...changes });
  const user = await addUser();
  return { strategy, clock, user, told, issued: await strategy.create(user) };
}

export async function rotate(
  strategy: SessionStrategy,
  { refreshToken = "" }: Partial<IssuedSession>,
) {
  if (!strategy.refresh) throw new Error(`${strategy.name} has no refresh tokens`);
  return strategy.refresh.rotate(refreshToken);
}

export async function mustRotate(strategy: SessionStrategy, held: Partial<IssuedSession>) {
  const next = await rotate(strategy, held);
  if (!next) throw new Error("The refresh token was refused");
  return next;
}
