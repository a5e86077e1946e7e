// Sends mails after the answer, so that no request waits for a mail server or fails because of one.
import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { after } from "next/server";
import { atMost } from "../../lib/at-most";
import { env } from "../../lib/env";
import { log } from "../../lib/log";
import { closeAtShutdown } from "../../lib/shutdown";
import type { Mail } from "./compose";
import { putIntoMailbox } from "./mailbox";
import { deliverBySmtp } from "./smtp";

/** Milliseconds before each further attempt. */
const WAITS = [1_000, 5_000, 20_000];

/** Mails that are being sent. A server that shuts down waits for them for a short time. */
const unsent = new Set<Promise<unknown>>();
closeAtShutdown(() => Promise.allSettled(unsent));

const inTurn = atMost("Sending mail", 5, 200);

/**
 * Sends the mail, and tries again if the mail server cannot be reached or is busy. False if it was not sent: the log
 * says why. Never throws.
 */
export async function sendEmail(
  mail: Mail,
  deliver: (mail: Mail) => Promise<void> = deliverMail,
  waits: number[] = WAITS,
): Promise<boolean> {
  for (const wait of [...waits, null]) {
    try {
      await inTurn(() => deliver(mail));
      return true;
    } catch (error) {
      if (wait === null || isFinal(error)) {
        log.error(
          `[email] A mail could not be sent (${codeOf(error)}): check SMTP_URL and EMAIL_FROM`,
        );
        return false;
      }
      await sleep(wait, undefined, { ref: false });
    }
  }
  return false;
}

/** Runs `work` after the current request is answered, so that the response time reveals nothing about an address. */
export function afterAnswer(work: () => Promise<unknown>): void {
  after(async () => {
    const done = work().catch((error) => log.error("[email] A mail could not be prepared", error));
    unsent.add(done);
    await done;
    unsent.delete(done);
  });
}

async function deliverMail(mail: Mail): Promise<void> {
  const { SMTP_URL: url, EMAIL_FROM: from } = env;
  if (url && from) await deliverBySmtp(mail, { url, from });
  else if (env.DEMO) putIntoMailbox(mail);
}

/** The server refused permanently (RFC 5321 4.2.1). */
const isFinal = (error: unknown): boolean => Number(Object(error).responseCode) >= 500;

/** Do not log the message, because servers include addresses in it. */
function codeOf(error: unknown): string {
  const { code, responseCode } = Object(error) as { code?: unknown; responseCode?: unknown };
  const known = [code, responseCode].filter((part) => /^\w{1,30}$/.test(String(part ?? "")));
  return known.join(" ") || "no code";
}
