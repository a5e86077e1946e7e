// What can be taken out, room by room. `paths` go. `values` and `calls` say what the code that is left knows then (see
// simplify.mjs). Everything that only a room used goes with it: files, exports and packages that nothing reaches.

const unset = { value: undefined };
const no = { value: false };

/** Rooms that `npm run keep -- STRATEGY` decides about by the strategy. */
export const capabilities = {
  refresh: {
    paths: [
      "app/api/session/refresh",
      "lib/authjs/refresh-first.ts",
      "lib/browser/refresh.ts",
      "lib/session/refresh",
      "lib/session/tokens/access-token.ts",
      "lib/session/tokens/refresh-token.ts",
      "tests/contract/refresh-races.test.ts",
      "tests/contract/refresh-reuse.test.ts",
      "tests/contract/rotation.test.ts",
      "tests/e2e/nodes-hybrid.spec.ts",
      "tests/e2e/refresh.spec.ts",
      "tests/support/rotation.ts",
    ],
    replace: { 'result.status==="refresh"': "false", 'status==="refresh"': "false" },
    members: ["accessExpires", "accessExpiresIn", "accessMaxAge", "refreshToken", "reuseGrace"],
    settings: ["ACCESS_TOKEN_MAX_AGE", "REFRESH_REUSE_GRACE"],
    objects: { KeepAliveOptions: "keepAliveOptions" },
    values: {
      hasAccessToken: no,
      accessExpiresIn: { value: null },
      accessExpires: unset,
      refreshToken: unset,
      "keepAliveOptions.accessExpiresIn": { value: null },
      "verdict.refresh": unset,
      "cookies.refresh": { value: null },
    },
    calls: {
      needsRefresh: { value: "no" },
      awaitsRotation: no,
      refreshCookie: { value: null },
      isExpired: no,
    },
    unwrap: { refreshFirst: 1, withoutRefresh: 0 },
  },
  records: {
    paths: ["lib/session/store", "features/redis", "app/account/devices-panel.tsx"],
    values: {},
    calls: {},
  },
};

/** Rooms that `--without` names. */
export const rooms = {
  demo: {
    about: "the lab, and `npm run compare`",
    paths: [
      "app/demo",
      "docs/compare.json",
      "docs/compare.md",
      "docs/images",
      "scripts/lib/compare",
      "tests/e2e/demo",
      "tests/support/screenshots.config.ts",
    ],
    scripts: ["compare", "screenshots"],
    settings: ["DEMO"],
    values: { __DEMO__: no, "env.DEMO": no },
  },
  bench: {
    about: "the benchmark against other libraries",
    paths: ["bench", "tests/unit/bench.test.ts"],
    scripts: ["bench"],
  },
  redis: {
    about: "copies of sessions in Redis",
    paths: [
      "features/redis",
      "tests/contract/redis.test.ts",
      "tests/support/redis.ts",
      "tests/support/nodes.ts",
    ],
    settings: ["REDIS_URL"],
    values: { "env.REDIS_URL": unset, "process.env.REDIS_URL": unset },
  },
  "provider-tokens": {
    about: "access tokens of OAuth providers, for calling them",
    paths: [
      "features/provider-tokens",
      "app/account/connection-actions.ts",
      "app/account/connection-form.tsx",
      "tests/contract/provider-tokens.test.ts",
      "tests/e2e/provider-tokens.spec.ts",
    ],
  },
  "service-tokens": {
    about: "tokens for other services",
    paths: [
      "features/service-tokens",
      "app/.well-known",
      "app/api/token",
      "examples",
      "tests/e2e/token.spec.ts",
      "tests/unit/service-token.test.ts",
      "tests/unit/example-service.test.ts",
      "tests/support/example-service.ts",
    ],
    settings: ["TOKEN_AUDIENCES"],
  },
};

/** Goes in every case: the choice is made. */
export const chosen = {
  paths: ["scripts/keep", "tests/unit/keep.test.ts"],
  scripts: ["keep"],
  settings: ["AUTH_STRATEGY"],
};
