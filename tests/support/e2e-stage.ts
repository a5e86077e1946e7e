// What e2e-setup.ts has running and the tests find their way to.
import type { StrategyName } from "../../lib/session/strategies";

export interface Stage {
  /** One app with one database of its own for each strategy. */
  strategies: Record<StrategyName, { url: string; databaseUrl: string }>;
  oidcIssuer: string;
}

/** Playwright's workers are processes of their own; the environment is what they inherit. */
export function publishStage(stage: Stage): void {
  process.env.E2E_STAGE = JSON.stringify(stage);
}

export function getStage(): Stage {
  if (!process.env.E2E_STAGE) throw new Error("tests/support/e2e-setup.ts has not run");
  return JSON.parse(process.env.E2E_STAGE);
}
