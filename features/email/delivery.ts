// How mail is delivered. All features that need mail call this first.
import "server-only";
import { env } from "../../lib/env";

/** Null: features that need mail are off, and their pages say so. Links in mails need rows, so without a database they are
 * off too. */
export function emailDelivery(): "smtp" | "mailbox" | null {
  if (!env.DATABASE_URL) return null;
  if (env.SMTP_URL) return "smtp";
  return env.DEMO ? "mailbox" : null;
}

export const emailIsOn = (): boolean => emailDelivery() !== null;
