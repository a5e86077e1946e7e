// Stores mails in the memory of this process, in the demo and in development, if SMTP_URL is unset.
import "server-only";
import type { Mail } from "./compose";

export interface Received extends Mail {
  /** Milliseconds since the epoch. */
  at: number;
}

const MOST = 200;

// On globalThis, because Next.js may load this module once per bundle.
const shared = globalThis as { mailbox?: Received[] };
shared.mailbox ??= [];
const mailbox = shared.mailbox;

export function putIntoMailbox(mail: Mail): void {
  mailbox.unshift({ ...mail, at: Date.now() });
  mailbox.length = Math.min(mailbox.length, MOST);
}

/** Newest first. With an address, only the mails to it. */
export function listMailbox(to?: string): Received[] {
  const address = to?.trim().toLowerCase();
  return mailbox.filter((mail) => !address || mail.to === address);
}
