import type { StrategyName } from "@/lib/env";
import { assemble } from "@/lib/session/assemble";
import { strategies } from "@/lib/session/strategies";

/** Milliseconds. */
export const DAY = 24 * 60 * 60 * 1000;

/** Creates a strategy as auth.ts does, with its own clock. */
export const createStrategy = (name: StrategyName, clock = Date.now) =>
  assemble(strategies[name], { clock });
