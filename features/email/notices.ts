// Notifies the owner of an account about changes, so that they notice an attacker's changes (ASVS 6.3.7).
import "server-only";
import { headers } from "next/headers";
import { count } from "../../lib/accounts/counters";
import { hashToken } from "../../lib/session/tokens/reference-token";
import { emailIsOn } from "./delivery";
import { type NoticeKind, noticeMail } from "./mails";
import { mailOrigin } from "./origin";
import { afterAnswer, sendEmail } from "./send";

/** The maximum per address and hour. */
const MOST = 20;

/** Runs after the answer, and only if mail is configured. Never throws. `more` are further paragraphs. */
export async function tellOwner(
  kind: NoticeKind,
  { email }: { email: string | null },
  more?: () => Promise<string[]>,
): Promise<void> {
  const origin = emailIsOn() && email && mailOrigin(await headers());
  if (!origin) return;
  afterAnswer(async () => {
    if ((await count(`mail:notice:${await hashToken(email)}`, 60 * 60)) > MOST) return;
    await sendEmail(noticeMail(kind, email, origin, await more?.()));
  });
}
