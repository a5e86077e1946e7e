// A browser in front of Auth.js with a real OpenID Connect provider: a process of its own.
import { afterAll, beforeAll } from "vitest";
import type { StrategyName } from "@/lib/session/strategies";
import type { SessionStrategy } from "@/lib/session/strategy";
import type { BrowserOptions } from "./authjs";
import { importWith } from "./isolated";
import { startOidcProvider } from "./oidc";

/**
 * Starts the provider for the tests of a file. `settings` are those of the app besides. The app is imported anew for
 * it, and so are its strategies: their errors are of classes that the test's own imports do not know.
 */
export function withProvider(settings: Record<string, string> = {}) {
  let provider: Awaited<ReturnType<typeof startOidcProvider>>;
  let app: typeof import("./authjs") &
    typeof import("./strategies") &
    typeof import("@/lib/database/client");
  beforeAll(async () => {
    provider = await startOidcProvider();
    app = await importWith({ ...provider.env, ...settings }, async () => ({
      ...(await import("./authjs")),
      ...(await import("./strategies")),
      ...(await import("@/lib/database/client")),
    }));
    // Loads and connects what the first request would be timed with.
    await app.askDatabase(({ pool }) => pool.query("SELECT 1")).catch(() => {});
  });
  afterAll(() => provider.stop());
  return {
    get provider() {
      return provider;
    },
    setUp: (name: StrategyName) => app.setUp(name),
    createBrowser: (strategy: SessionStrategy, options?: BrowserOptions) =>
      app.createBrowser(strategy, options),
  };
}
