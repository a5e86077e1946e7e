// A session of the hybrid strategy for people to play with, whichever strategy runs. Its tokens stay sealed in a cookie
// of the lab; what the browser's script sees of one is the beginning of its hash.
import "server-only";
import { labDependencies, told } from "@/app/demo/shared/scenes";
import { assemble } from "@/lib/session/assemble";
import { sessionStore } from "@/lib/session/store";
import type { SessionRow } from "@/lib/session/store/types";
import { strategies } from "@/lib/session/strategies";
import type { IssuedSession } from "@/lib/session/strategy";
import { hashToken } from "@/lib/session/tokens/reference-token";
import type { Family, Holder } from "./answers";

/** Seconds, short enough to watch. */
const familyPolicy = {
  maxAge: 600,
  updateAge: 600,
  absoluteMaxAge: 600,
  accessMaxAge: 20,
  reuseGrace: 5,
};

/** What one party holds: both cookies, of which no script sees anything. */
export interface Tokens {
  access: string;
  refresh: string;
}

export interface Kept {
  sessionId: string;
  you: Tokens;
  thief: Tokens | null;
}

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

/** Refreshes with `held`. Null tokens: it was refused. */
export async function refresh(who: string, held: Tokens) {
  const { hybrid, did } = build();
  const shown = await nameOf(held.refresh);
  const status = (issued: unknown) => (issued ? 200 : 401);
  const rotate = async () => (await hybrid.refresh?.rotate(held.refresh)) ?? null;
  const { result, line } = await told({ who, what: `refresh with ${shown}`, status }, rotate);
  const tokens = result && toTokens(result);
  const got = tokens && (await nameOf(tokens.refresh));
  line.note = did.ended
    ? "used before: two parties have tokens of this session, so it ends for both"
    : !tokens
      ? "the session has ended"
      : did.rotated
        ? `got ${got}, now the newest`
        : `used before, within the grace time: got ${got}, the successor from the first use`;
  return { tokens, line };
}

/** The current state, from the database and the tokens. */
export async function look({ sessionId, you, thief }: Kept): Promise<Family> {
  const row = await sessionStore.find({ id: sessionId });
  const wasRotated = row !== null && row.renewedAt > row.authTime;
  return {
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

/** A name that distinguishes tokens and grants no access. */
async function nameOf(refreshToken: string): Promise<string> {
  return (await hashToken(refreshToken)).slice(0, 8);
}
