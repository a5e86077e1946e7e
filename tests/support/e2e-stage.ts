// The addresses of the servers that e2e-setup.ts has started.
// #region postgres
import type { StrategyName } from "../../lib/session/strategies";
// #endregion

export interface Stage {
  // #region postgres
  /** One app with one database of its own for each strategy. */
  strategies: Record<StrategyName, { url: string; databaseUrl: string }>;
  // #endregion
  oidcIssuer: string;
}

/** Playwright's workers are separate processes, which inherit the environment. */
export function publishStage(stage: Stage): void {
  process.env.E2E_STAGE = JSON.stringify(stage);
}

export function getStage(): Stage {
  if (!process.env.E2E_STAGE) throw new Error("tests/support/e2e-setup.ts has not run");
  return JSON.parse(process.env.E2E_STAGE);
}
