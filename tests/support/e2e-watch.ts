import type { BrowserContext } from "@playwright/test";

/**
 * Collects errors in the pages of `context`: console errors (including violations of the Content-Security-Policy) and
 * uncaught exceptions.
 */
export function watchForErrors(context: BrowserContext): string[] {
  const errors: string[] = [];
  context.on("console", (message) => {
    const { url } = message.location();
    // #region demo
    // The start page plays a story. While tests of Compare use the same limit, it waits and tries again.
    if (/429/.test(message.text()) && url.endsWith("/demo/api/compare")) return;
    // #endregion
    if (message.type() === "error") errors.push(`${message.text()} (${url})`);
  });
  // React throws the server's error again with an empty stack.
  context.on("weberror", (thrown) => {
    const error = thrown.error();
    errors.push(error.stack || String(error));
  });
  return errors;
}
