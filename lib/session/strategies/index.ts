// The registry: to add a strategy, write its file and add its line. Edge-safe.
import type { StrategyDescriptor } from "../strategy";
import { database } from "./database";
import { denylist } from "./denylist";
import { hybrid } from "./hybrid";
import { jwt } from "./jwt";

export const strategies = {
  jwt,
  database,
  hybrid,
  denylist,
} satisfies Record<string, StrategyDescriptor>;

export type StrategyName = keyof typeof strategies;

export const strategyNames = Object.keys(strategies) as StrategyName[];
