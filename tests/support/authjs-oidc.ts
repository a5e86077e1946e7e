// A browser in front of Auth.js with a real OpenID Connect provider: a process of its own.
import { afterAll, beforeAll } from "vitest";
import type { SessionStrategy } from "@/lib/session/strategy";
import type { BrowserOptions } from "./authjs";
import { importWith } from "./isolated";
import { startOidcProvider } from "./oidc";

/**
 * Starts the provider for the tests of a file. `settings` are those of the app besides. The modules that it
 * imports are of their own kind: an error class of theirs is not the one that the test imports.
 */
export function withProvider(settings: Record<string, string> = {}) {
  let provider: Awaited<ReturnType<typeof startOidcProvider>>;
  let app: typeof import("./authjs");
  beforeAll(async () => {
    provider = await startOidcProvider();
    app = await importWith({ ...provider.env, ...settings }, () => import("./authjs"));
  });
  afterAll(() => provider.stop());
  return {
    get provider() {
      return provider;
    },
    createBrowser: (strategy: SessionStrategy, options?: BrowserOptions) =>
      app.createBrowser(strategy, options),
  };
}
