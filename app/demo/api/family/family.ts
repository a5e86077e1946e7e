// A session of the hybrid strategy for people to play with, whichever strategy runs. Its tokens stay sealed in a cookie
// of the lab; what the browser's script sees of one is the beginning of its hash.
import "server-only";
import { createStage, labDependencies } from "@/app/demo/shared/stage";
import type { Family, Holder, Refreshed, Who } from "@/app/demo/theft/answers";
import { familyPolicy } from "@/app/demo/theft/policy";
import { assemble } from "@/lib/session/assemble";
import { sessionStore } from "@/lib/session/store";
import type { SessionRow } from "@/lib/session/store/types";
import { strategies } from "@/lib/session/strategies";
import type { IssuedSession } from "@/lib/session/strategy";
import { hashToken } from "@/lib/session/tokens/reference-token";

/** What one party holds: both cookies, and for the refresh token a name that may be shown. */
export interface Tokens {
  access: string;
  refresh: string;
}

export interface Kept {
  sessionId: string;
  you: Tokens;
  thief: Tokens | null;
}

export const stage = createStage<Kept>({
  name: "demo-token-family",
  path: "/demo/api/family",
  userName: "Someone whose cookies are copied",
});

/** The strategy, and what it did besides its answer. */
function build() {
  const did = { rotated: false, ended: false };
  const hybrid = assemble(strategies.hybrid, {
    ...labDependencies(familyPolicy),
    store: {
      ...sessionStore,
      async rotate(...swap) {
        did.rotated = await sessionStore.rotate(...swap);
        return did.rotated;
      },
    },
    async onEnded() {
      did.ended = true;
    },
  });
  return { hybrid, did };
}

export const { hybrid } = build();

export const toTokens = ({ cookie, refreshToken = "" }: IssuedSession): Tokens => ({
  access: cookie,
  refresh: refreshToken,
});

/** Refreshes with what `who` holds. Null tokens: it was refused. */
export async function refresh(
  who: Who,
  held: Tokens,
): Promise<{ refreshed: Refreshed; tokens: Tokens | null }> {
  const { hybrid, did } = build();
  const issued = (await hybrid.refresh?.rotate(held.refresh)) ?? null;
  const tokens = issued && toTokens(issued);
  const how = did.ended ? "reuse" : !issued ? "refused" : did.rotated ? "rotated" : "repeated";
  return {
    tokens,
    refreshed: {
      who,
      how,
      presented: await nameOf(held.refresh),
      got: tokens && (await nameOf(tokens.refresh)),
    },
  };
}

/** How things stand, as the database and the tokens say it now. */
export async function look({ sessionId, you, thief }: Kept): Promise<Family> {
  const row = await sessionStore.find({ id: sessionId });
  const wasRotated = row !== null && row.renewedAt > row.authTime;
  return {
    now: Date.now(),
    alive: row !== null,
    graceUntil: wasRotated ? row.renewedAt + familyPolicy.reuseGrace * 1000 : null,
    you: await toHolder(you, row),
    thief: thief && (await toHolder(thief, row)),
  };
}

async function toHolder({ access, refresh }: Tokens, row: SessionRow | null): Promise<Holder> {
  const session = await hybrid.read(access);
  return {
    token: await nameOf(refresh),
    inForce: row?.tokenHash === (await hashToken(refresh)),
    opensUntil: session?.accessExpires ?? null,
  };
}

/** Tells tokens apart, and opens nothing. */
async function nameOf(refreshToken: string): Promise<string> {
  return (await hashToken(refreshToken)).slice(0, 8);
}
