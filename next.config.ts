import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { NextConfig } from "next";
import { PHASE_PRODUCTION_BUILD } from "next/constants";
import { pagePaths } from "./lib/http/page-paths";

const securityHeaders = [
  // Browsers ignore this header on http (ASVS 3.4.1).
  { key: "Strict-Transport-Security", value: "max-age=31536000; includeSubDomains" },
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
];

const config: NextConfig = {
  cacheComponents: true,
  partialPrefetching: true,
  cacheHandler: fileURLToPath(new URL("lib/http/page-cache.mjs", import.meta.url)),
  poweredByHeader: false,
  // #region containers
  // The Dockerfile sets STANDALONE: the output then runs without node_modules. `npm start` needs the normal output.
  output: process.env.STANDALONE ? "standalone" : undefined,
  // #endregion
  headers: async () => [{ source: "/:path*", headers: securityHeaders }],
  // How much of a form's body is buffered for middleware.ts. Above 1 MB, a server action answers 413 (its bodySizeLimit).
  experimental: { proxyClientMaxBodySize: "1200kb" },
  // #region postgres
  serverExternalPackages: [
    "@node-rs/argon2",
    // #region redis
    "@redis/client",
    // #endregion
    "pg",
  ],
  // #endregion
  // Declared in globals.d.ts.
  compiler: {
    define: {
      // #region demo
      __DEMO__: existsSync("app/demo"),
      // #endregion
      __PAGES__: pagePaths("app"),
    },
  },
};

export default function nextConfig(phase: string): NextConfig {
  if (phase === PHASE_PRODUCTION_BUILD) makeActionIdsStable();
  return config;
}

/**
 * Next.js derives the ids of server actions from this key and from the file and function names. With a random key (the
 * default), a new build refuses forms of pages that were loaded before the deployment. The ids are not secret: each
 * action checks who calls it. The key at run time must be secret; instrumentation.ts sets it.
 */
function makeActionIdsStable(): void {
  const key = Buffer.from("the same ids in every build".padEnd(32, "."));
  process.env.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY ||= key.toString("base64");
}
