// Next.js calls this once, when a server starts, in each of its runtimes.
export async function register(): Promise<void> {
  // Not a setting: Next.js writes it into each of the two builds, and so leaves the rest out of the Edge's.
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { env } = await import("./lib/env");
    const { tellSocketAddress } = await import("./lib/http/socket-address");
    tellSocketAddress(env.TRUSTED_PROXY_COUNT);
    const { setActionKey } = await import("./lib/forms/action-key");
    setActionKey(env.AUTH_SECRET);
    if (process.env.NEXT_MANUAL_SIG_HANDLE) {
      const { endWell } = await import("./lib/shutdown");
      endWell();
    }
    // What cannot be used is logged at start. Nobody waits for it: requests find out by themselves.
    const { checkStores } = await import("./lib/health");
    void checkStores();
    // On Vercel no process lives through the night: its scheduler calls /api/cron/cleanup (vercel.json).
    if (env.VERCEL || !env.DATABASE_URL) return;
    const { startNightlyCleanup } = await import("./lib/accounts/nightly");
    startNightlyCleanup(env.DATABASE_URL);
  }
}
