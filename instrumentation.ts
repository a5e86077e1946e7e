import { PHASE_PRODUCTION_BUILD } from "next/constants";

// Next.js calls this once, when a server starts, in each of its runtimes.
export async function register(): Promise<void> {
  // Not a setting: Next.js replaces this variable at build, so the code below is not part of the Edge build.
  if (process.env.NEXT_RUNTIME === "nodejs") {
    if (process.env.NEXT_PHASE === PHASE_PRODUCTION_BUILD) return;
    // Not in next.config.ts: there Node.js loads the whole of zod and all its languages, and a standalone server does not
    // read that file.
    const { stopOnBadEnvironment } = await import("./lib/env-stop");
    stopOnBadEnvironment();
    const { escapeOutput } = await import("./lib/log-output");
    escapeOutput();
    const { env } = await import("./lib/env");
    // #region telemetry
    if (env.OTEL_EXPORTER_OTLP_ENDPOINT) {
      const { startTelemetry } = await import("./features/telemetry/start");
      startTelemetry();
    }
    if (env.LOG_FORMAT === "json") {
      const { logAsJson } = await import("./features/telemetry/json-log");
      logAsJson();
    }
    // #endregion
    // #region postgres
    const { tellSocketAddress } = await import("./lib/http/socket-address");
    tellSocketAddress(env.TRUSTED_PROXY_COUNT);
    // #endregion
    const { setActionKey } = await import("./lib/forms/action-key");
    setActionKey(env.AUTH_SECRET);
    if (process.env.NEXT_MANUAL_SIG_HANDLE) {
      const { endWell } = await import("./lib/shutdown");
      endWell();
    }
    // #region postgres
    // A store that cannot be used is logged at start. Nothing waits for this check. On Vercel many short-lived processes
    // start, and each would load the driver first.
    if (!env.VERCEL) {
      const { checkStores } = await import("./lib/health");
      void checkStores();
    }
    // #endregion
    // #region keep
    const { announce } = await import("./features/move/announce");
    announce();
    // #endregion
    // #region postgres
    // On Vercel no process runs through the night: its scheduler calls /api/cron/cleanup (vercel.json).
    if (env.VERCEL || !env.DATABASE_URL) return;
    const { startNightlyCleanup } = await import("./lib/accounts/nightly");
    startNightlyCleanup(env.DATABASE_URL);
    // #endregion
  }
}
