// Where an experiment happens: a throw-away user, and the strategy that runs once more, with lifetimes of its own over
// the real store. What the user's browsers hold is sealed in a cookie of the visitor's.
import "server-only";
import { descriptor } from "@/auth";
import { env, sessionPolicy } from "@/lib/env";
import { assemble } from "@/lib/session/assemble";
import type { SessionPolicy } from "@/lib/session/policy";
import type { IssuedSession, SessionStrategy, SessionUser } from "@/lib/session/strategy";
import { labCookie } from "./lab-cookie";
import { createThrowAwayUser, deleteThrowAwayUser } from "./throw-away";
import { LIFETIME } from "./throw-away-limits";

/** Sessions that a throw-away user may have where an experiment sets no limit: a cookie that is replayed adds no more. */
const MOST_SESSIONS = 4;

/** What is sealed for the lab opens nothing in the app, whatever becomes of it. */
const secrets = env.AUTH_SECRET.map((secret) => `lab ${secret}`);

/** Of a strategy of the lab. Seconds; what is not said is as in the app, without an idle timeout. */
export const labDependencies = (policy: Partial<SessionPolicy>) => ({
  policy: { ...sessionPolicy, idleTimeout: undefined, deviceLimit: MOST_SESSIONS, ...policy },
  secrets,
});

/** The strategy that runs. */
export const labStrategy = (policy: Partial<SessionPolicy>): SessionStrategy =>
  assemble(descriptor, labDependencies(policy));

/** What one browser holds. */
export type Held = Pick<IssuedSession, "id" | "cookie" | "refreshToken">;

/** What a visitor has in one experiment. */
export interface Scene<Browser> {
  user: SessionUser;
  browsers: Browser[];
}

interface StageOptions {
  /** Of the cookie. */
  name: string;
  /** The route of the experiment: the cookie is sent there alone. */
  path: string;
  /** Of the throw-away user. */
  userName: string;
}

/** `visitorId` is always the real user who looks on: nobody opens the scene of somebody else. */
export function createStage<Browser>({ name, path, userName }: StageOptions) {
  const kept = labCookie<Scene<Browser>>({ name, path, maxAge: LIFETIME });
  return {
    get: kept.get,
    keep: kept.keep,
    /** A new one in the place of the one before. */
    async start(visitorId: string): Promise<Scene<Browser>> {
      const before = await kept.get(visitorId);
      if (before) await deleteThrowAwayUser(before.user.id);
      return { user: await createThrowAwayUser(userName), browsers: [] };
    },
    /** Leaves nothing behind. */
    async close(visitorId: string): Promise<void> {
      const before = await kept.get(visitorId);
      if (before) await deleteThrowAwayUser(before.user.id);
      await kept.keep(visitorId, null);
    },
  };
}

/**
 * What middleware.ts and the refresh route do together for a request: it shows the cookie, and where that has ended,
 * the refresh token. Null when the browser is signed out.
 */
export async function visit(
  lab: SessionStrategy,
  { cookie, refreshToken }: Omit<Held, "id">,
): Promise<IssuedSession | null> {
  const renewed = await lab.renew(cookie);
  if (renewed) return { refreshToken, ...renewed };
  return (refreshToken && (await lab.refresh?.rotate(refreshToken))) || null;
}

export const toHeld = ({ id, cookie, refreshToken }: IssuedSession): Held => ({
  id,
  cookie,
  refreshToken,
});
