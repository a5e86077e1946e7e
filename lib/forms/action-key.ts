import "server-only";
import { hkdfSync } from "node:crypto";

/**
 * Sets the key by which Next.js encrypts what server actions close over, because that travels through the browser.
 * Every server with the same AUTH_SECRET has the same key, whatever build it runs. The key of the build cannot be used
 * for it: it is public (next.config.ts).
 */
export function setActionKey([newest = ""]: string[]): void {
  const key = hkdfSync("sha256", newest, "", "next server actions", 32);
  process.env.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY ||= Buffer.from(key).toString("base64");
}
