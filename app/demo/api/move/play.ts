// A crowd of real sessions goes through a rolling deploy of three servers.
import "server-only";
import { BROWSERS, type Frame, type MoveAnswer } from "@/app/demo/move/answers";
import { withThrowAwayUser } from "@/app/demo/shared/throw-away";
import { sessionPolicy } from "@/lib/env";
import type { StrategyName } from "@/lib/session/strategies";
import { Jar } from "./jar";
import { forget, startServer, type World } from "./servers";

const COPIES = 3;
/** Milliseconds from one round of visits to the next. */
const ROUND = 60_000;

export const play = (from: StrategyName, to: StrategyName): Promise<MoveAnswer> =>
  withThrowAwayUser("A crowd that is moved", "user", async (user) => {
    const start = performance.now();
    const signIn = Date.now();
    let now = signIn;
    const world: World = { clock: () => now, issuing: from, moved: [], reused: 0 };
    try {
      const accepting = () => startServer(world, from, [to]);
      const servers = [accepting(), accepting(), accepting()];
      const jars: Jar[] = [];
      for (let n = 0; n < BROWSERS; n++) {
        const server = startServer(world, from, []);
        jars.push(new Jar().hold(server.strategy, await server.strategy.create(user)));
      }
      const before = jars.map((jar) => jar.copy());
      const standing: (string | null)[] = jars.map(() => from);
      const frames: Frame[] = [];
      const note = (says: string, phase: Frame["phase"]) =>
        frames.push({
          says,
          phase,
          servers: servers.map(({ issues }) => issues),
          browsers: [...standing],
          exchanged: world.moved.length,
        });
      /** Those come who are not `away`, each to the next server in turn. */
      async function round(turn: number, away: (n: number) => boolean) {
        now += ROUND;
        for (const [n, jar] of jars.entries()) {
          // Not always the same two of a group of three.
          const server = servers[(n + Math.floor(n / 3) + turn) % servers.length];
          if (server && !away(n)) standing[n] = await server.visit(jar);
        }
      }

      await round(0, () => false);
      note("Phase 1: every server accepts both strategies.", 1);
      for (const k of [0, 1, 2]) {
        world.issuing = to;
        servers[k] = startServer(world, to, [from]);
        await round(k + 1, (n) => n % 3 === k);
        note(`Phase 2: server ${k + 1} has restarted and now issues ${to}.`, 2);
      }
      await round(4, () => false);
      note("Since then, every user has come back.", 2);
      for (const k of [0, 1, 2]) servers[k] = startServer(world, to, []);
      await round(5, () => false);
      note(`Phase 3: ${from} is no longer accepted.`, 3);

      const late = startServer(world, to, [from]);
      now += sessionPolicy.reuseGrace * 1000 + ROUND;
      let refused = 0;
      for (const copy of before.slice(0, COPIES)) if (!(await late.visit(copy.copy()))) refused++;
      const alone = startServer(world, to, []);
      let without = 0;
      for (const jar of before) if (!(await alone.visit(jar.copy()))) without++;
      const copies = { sent: COPIES, refused, ended: world.reused };
      return { from, to, frames, copies, without, took: performance.now() - start };
    } finally {
      await forget(world.moved, user.id);
    }
  });
