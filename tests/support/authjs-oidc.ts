// A simulated browser, Auth.js, and a real OpenID Connect provider in a separate process.
import { afterAll, beforeAll, vi } from "vitest";
import type { StrategyName } from "@/lib/session/strategies";
import type { SessionStrategy } from "@/lib/session/strategy";
import type { BrowserOptions } from "./authjs";
import { importWith } from "./isolated";
import { type Likeness, startLikeness, startOidcProvider } from "./oidc";
import { rerouted } from "./reroute.mjs";

/**
 * Starts the provider for the tests of a file. `settings` are further settings of the app. The app and its strategies
 * are imported again, so their error classes differ from those that the test imports.
 */
export function withProvider(
  settings: Record<string, string> = {},
  ofProvider: () => Promise<Record<string, string>> | Record<string, string> = () => ({}),
) {
  return withProcess(async () => startOidcProvider(await ofProvider()), settings);
}

/** The same with a provider that behaves like Google, Microsoft or Apple. */
export function withLikeness(id: Likeness, settings: Record<string, string> = {}) {
  return withProcess(async () => {
    const provider = await startLikeness(id);
    vi.stubGlobal("fetch", rerouted(fetch, provider.reroute));
    return provider;
  }, settings);
}

interface Process {
  issuer: string;
  env: Record<string, string>;
  stop(): Promise<void>;
}

function withProcess<Provider extends Process>(
  start: () => Promise<Provider>,
  settings: Record<string, string>,
) {
  let provider: Provider;
  let app: typeof import("./authjs") &
    typeof import("./strategies") &
    typeof import("@/lib/database/client");
  beforeAll(async () => {
    provider = await start();
    // The first answer takes longest, and the app waits only 5 seconds.
    await fetch(`${provider.issuer}/.well-known/openid-configuration`);
    app = await importWith({ ...provider.env, ...settings }, async () => ({
      ...(await import("./authjs")),
      ...(await import("./strategies")),
      ...(await import("@/lib/database/client")),
    }));
    // Warm-up, so that the first timed request does not include loading and connecting.
    await app.askDatabase(({ pool }) => pool.query("SELECT 1")).catch(() => {});
  });
  afterAll(async () => {
    vi.unstubAllGlobals();
    await provider.stop();
  });
  return {
    get provider() {
      return provider;
    },
    setUp: (name: StrategyName) => app.setUp(name),
    createBrowser: (strategy: SessionStrategy, options?: BrowserOptions) =>
      app.createBrowser(strategy, options),
  };
}
