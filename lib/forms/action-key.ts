import "server-only";
import { hkdfSync } from "node:crypto";

/**
 * Sets the key with which Next.js encrypts the bound values of server actions, because they are sent to the browser. Every
 * server with the same AUTH_SECRET has the same key, with any build. The key of the build cannot be used: it is public
 * (next.config.ts).
 */
export function setActionKey([newest = ""]: string[]): void {
  const key = hkdfSync("sha256", newest, "", "next server actions", 32);
  process.env.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY ||= Buffer.from(key).toString("base64");
}
