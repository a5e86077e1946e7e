import type { BrowserContext } from "@playwright/test";

/**
 * Collects what goes wrong in the pages of `context`: console errors (violations of the
 * Content-Security-Policy are among them) and uncaught exceptions.
 */
export function watchForErrors(context: BrowserContext): string[] {
  const errors: string[] = [];
  context.on("console", (message) => {
    if (message.type() === "error") errors.push(`${message.text()} (${message.location().url})`);
  });
  // React throws what the server had thrown, and leaves its stack empty.
  context.on("weberror", (thrown) => {
    const error = thrown.error();
    errors.push(error.stack || String(error));
  });
  return errors;
}
