// The lanes: one for each strategy, and `redis` if REDIS_URL is set.
import "server-only";
import { env, type StrategyName } from "@/lib/env";
import { strategyNames } from "@/lib/session/strategies";
import type { LaneName } from "./lane";

export const strategyOf = (name: LaneName): StrategyName => (name === "redis" ? "database" : name);

export const laneNames: LaneName[] = strategyNames.flatMap((name): LaneName[] =>
  name === "database" && env.REDIS_URL ? [name, "redis"] : [name],
);
