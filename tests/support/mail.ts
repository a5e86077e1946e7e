// Helpers of the mail tests. They use the mailbox of the demo, which a test file has to turn on:
// vi.hoisted(() => { process.env.DEMO = "1" }).
import { listMailbox } from "@/features/email/mailbox";

export const from = { origin: "https://site.example", ip: "192.0.2.1" };

/** The token in the newest mail to this address, or "" without a mail. */
export function tokenFor(email: string | null): string {
  const [mail] = listMailbox(email ?? "");
  return mail?.link ? (new URL(mail.link).searchParams.get("token") ?? "") : "";
}

/** The mails to this address, newest first. */
export const subjectsFor = (email: string | null): string[] =>
  listMailbox(email ?? "").map(({ subject }) => subject);
