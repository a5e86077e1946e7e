import { type StrategyName, strategyNames } from "@/lib/session/strategies";

/** The files that the lab shows: what its pages name as the code that decides. Nothing else can be asked for. */
export const sourceFiles = [
  ...strategyNames.map(strategyFile),
  ...strategyNames.map(wordsFile),
  "app/.well-known/jwks.json/route.ts",
  "app/api/session/refresh/route.ts",
  "app/api/token/route.ts",
  "app/demo/api/device-limit/stage.ts",
  "app/demo/api/family/family.ts",
  "app/demo/api/roles/route.ts",
  "app/demo/api/sign-out-elsewhere/route.ts",
  "app/demo/api/service-token/service.ts",
  "app/demo/api/time-limits/route.ts",
  "app/demo/choose/recommend.ts",
  "app/demo/choose/rules.ts",
  "app/demo/choose/settings.ts",
  "app/demo/compare/live.ts",
  "app/demo/compare/stores.ts",
  "app/demo/compare/story.ts",
  "app/demo/cookie-size/recipe.ts",
  "app/demo/form/actions.ts",
  "app/demo/shared/report-schema.ts",
  "components/sign-in-dialog.tsx",
  "components/use-form-action.ts",
  "docs/session-limits.md",
  "examples/service/server.mjs",
  "lib/browser/keep-alive.ts",
  "lib/browser/refresh.ts",
  "lib/browser/send-form.ts",
  "lib/browser/session-fetch.ts",
  "lib/env-schema.ts",
  "features/service-tokens/service-token.ts",
  "lib/forms/action.ts",
  "lib/authjs/sessions.ts",
  "lib/session/tokens/claims.ts",
  "lib/session/cookie.ts",
  "lib/session/current.ts",
  "lib/session/policy.ts",
  "lib/session/tokens/refresh-token.ts",
  "lib/session/tokens/seal.ts",
  "lib/session/store/table.ts",
  "lib/session/strategy.ts",
  "lib/session/tokens/reference-token.ts",
  "lib/http/timing.ts",
  "middleware.ts",
  "scripts/lib/compare/servers.mjs",
  "scripts/lib/compare/story.mjs",
  "scripts/lib/compare/switch.mjs",
  "scripts/lib/compare/timing.mjs",
  "tests/contract/rotation.test.ts",
] as const;

/** The registry has a line per strategy, and each strategy has a file of that name. */
export function strategyFile<Name extends StrategyName>(name: Name) {
  return `lib/session/strategies/${name}.ts` as const;
}

export function wordsFile<Name extends StrategyName>(name: Name) {
  return `app/demo/words/${name}.ts` as const;
}

export type SourceFile = (typeof sourceFiles)[number];
