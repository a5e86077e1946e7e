// Servers of the simulation: the real code of the move, with a simulated clock.
import "server-only";
import { labDependencies } from "@/app/demo/shared/scenes";
import { type Claim, claims } from "@/features/move/claims";
import { createMove } from "@/features/move/move";
import { findUser } from "@/lib/accounts/users";
import { askDatabase } from "@/lib/database/client";
import { refreshSession } from "@/lib/session/refresh/refresh";
import { sessionTable } from "@/lib/session/store/table";
import { type StrategyName, strategies } from "@/lib/session/strategies";
import type { Jar } from "./jar";

/** What all servers of one simulation have in common. */
export interface World {
  clock: () => number;
  /** The strategy that the most recently started server issues. */
  issuing: StrategyName;
  moved: Claim[];
  reused: number;
}

export function startServer(world: World, running: StrategyName, also: StrategyName[]) {
  const dependencies = {
    ...labDependencies({ deviceLimit: undefined }),
    ...{ clock: world.clock, store: sessionTable, findUser },
  };
  const make = (name: StrategyName, changes = {}) =>
    strategies[name].create({ ...dependencies, ...changes });
  const strategy = make(running);
  const move = createMove({
    ...dependencies,
    accepted: also.map((name) => make(name)),
    make: (name, changes) =>
      [running, ...also].includes(name as StrategyName)
        ? make(name as StrategyName, changes)
        : null,
    // The notes of the simulated servers, not those of the servers of this app.
    claims: {
      ...claims,
      find: async (...which) => ({ ...(await claims.find(...which)), issuing: world.issuing }),
    },
    async onMoved(what, claim) {
      if (what === "moved") world.moved.push(claim);
      else world.reused++;
    },
  });
  return {
    issues: running,
    strategy,
    /** A visit. Returns the strategy of the session afterwards; null if there is no session. */
    async visit(jar: Jar): Promise<StrategyName | null> {
      const request = jar.request();
      const under = await move.strategyFor(strategy, request);
      const held = jar.held(under);
      const session = held && (await under.renew(held));
      const found = session || (await refreshSession(under, request));
      return found ? (under.name as StrategyName) : null;
    },
  };
}

/** Deletes the notes of the simulation about exchanged sessions. */
export async function forget(moved: Claim[], userId: string): Promise<void> {
  const proofs = moved.map(({ proof }) => `shown:${proof}`);
  await askDatabase(({ pool }) =>
    pool.query(`DELETE FROM "SessionMark" WHERE "userId" = ANY ($1::text[])`, [
      [userId, ...proofs],
    ]),
  );
}
