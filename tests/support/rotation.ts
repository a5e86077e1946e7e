// What tests of refresh tokens agree on.
import type { EndedSession } from "@/lib/session/store/types";
import type { IssuedSession, SessionStrategy } from "@/lib/session/strategy";
import { SECOND } from "./clock";
import { addUser } from "./database";
import { policy } from "./sessions";
import { everyStrategy, setUp } from "./strategies";

export const rotating = everyStrategy.filter((name) => setUp(name).strategy.refresh);

/** Milliseconds. */
export const grace = policy.reuseGrace * SECOND;

/** Someone who has signed in, and `told`: what the audit trail would hear. */
export async function signIn(
  name: (typeof everyStrategy)[number],
  changes: Parameters<typeof setUp>[1] = {},
) {
  const told: { ended: EndedSession[]; reason: string }[] = [];
  const onEnded = async (ended: EndedSession[], reason: string) => {
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
