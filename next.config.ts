import { existsSync } from "node:fs";
import type { NextConfig } from "next";
import { PHASE_PRODUCTION_BUILD } from "next/constants";
import { parseEnv } from "./lib/env-schema";
import { pagePaths } from "./lib/http/page-paths";

const securityHeaders = [
  // Browsers heed it on https only (ASVS 3.4.1).
  { key: "Strict-Transport-Security", value: "max-age=31536000; includeSubDomains" },
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
];

const config: NextConfig = {
  cacheComponents: true,
  partialPrefetching: true,
  poweredByHeader: false,
  headers: async () => [{ source: "/:path*", headers: securityHeaders }],
  // What middleware.ts reads ahead of a form. Above 1 MB, a server action answers 413 (its bodySizeLimit).
  experimental: { proxyClientMaxBodySize: "1200kb" },
  serverExternalPackages: ["@node-rs/argon2", "@redis/client", "pg"],
  // Declared in globals.d.ts.
  compiler: {
    define: { __DEMO__: existsSync("app/demo"), __PAGES__: pagePaths("app") },
  },
};

export default function nextConfig(phase: string): NextConfig {
  // A build must not depend on where it runs: the environment is read, and judged, at start.
  if (phase === PHASE_PRODUCTION_BUILD) makeActionIdsStable();
  else stopOnBadEnvironment();
  return config;
}

/** All problems at once, one line each, and no stack trace: they are for whoever starts the server. */
function stopOnBadEnvironment(): void {
  const result = parseEnv(process.env);
  if ("env" in result) return;
  console.error("\nNot started: the environment needs attention (.env.example explains each).\n");
  for (const problem of result.problems) console.error(`  ${problem}`);
  console.error("");
  process.exit(1);
}

/**
 * Next.js makes the ids of server actions from this key and the names of file and function. With a random one, as by
 * default, a form of a page that was loaded before a deployment is refused by the new build. An id is no secret: each
 * action checks who may. What has to be secret is the key at run time, which instrumentation.ts sets.
 */
function makeActionIdsStable(): void {
  const key = Buffer.from("the same ids in every build".padEnd(32, "."));
  process.env.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY ||= key.toString("base64");
}
