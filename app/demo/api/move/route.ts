import { z } from "zod";
import { oneAfterTheOther, STORY } from "@/app/demo/shared/lab-limit";
import { openAction } from "@/app/demo/shared/lab-route";
import { env } from "@/lib/env";
import { json } from "@/lib/http/respond";
import { type StrategyName, strategyNames } from "@/lib/session/strategies";
import { play } from "./play";

const name = z.enum(strategyNames as [StrategyName, ...StrategyName[]]);
const pair = z.object({ from: name, to: name }).refine(({ from, to }) => from !== to);

/** A run makes several hundred visits. */
const inTurn = oneAfterTheOther();

/** Moves simulated browsers from one strategy to another, and returns the result. */
export const POST = openAction(
  pair,
  async ({ from, to }) => {
    if (!env.DATABASE_URL) return json({ error: "no database" }, 409);
    return inTurn(async () => json(await play(from, to)));
  },
  STORY,
);
