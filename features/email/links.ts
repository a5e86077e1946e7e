// Sends links to the owners of addresses. All of it happens after the answer.
import "server-only";
import { askDatabase } from "../../lib/database/client";
import { audit } from "../audit/audit";
import { linkMail, takenMail } from "./mails";
import { sendEmail } from "./send";
import { issueToken, type Purpose } from "./tokens";

export interface From {
  /** The origin of the site for links in mails: see `mailOrigin`. */
  origin: string;
  /** The client's address, for the audit trail. */
  ip?: string;
}

/** To the user with this address. Sends nothing if the address has no account, or its user may not sign in. */
export async function sendLink(
  purpose: Exclude<Purpose, "change-email">,
  email: string,
  { origin, ip }: From,
): Promise<void> {
  const user = await askDatabase(({ prisma }) =>
    prisma.user.findUnique({ where: { email, disabledAt: null }, select: { id: true } }),
  );
  if (user) await send(purpose, { userId: user.id, email }, { origin, ip });
}

/** To a new address of a user. If the address has an account, its owner gets a notice instead. */
export async function sendChangeLink(userId: string, email: string, from: From): Promise<void> {
  const taken = await askDatabase(({ prisma }) =>
    prisma.user.findUnique({ where: { email }, select: { id: true } }),
  );
  if (taken) await sendEmail(takenMail(email, from.origin));
  else await send("change-email", { userId, email }, from);
}

async function send(
  purpose: Purpose,
  owner: { userId: string; email: string },
  { origin, ip }: From,
): Promise<void> {
  const token = await issueToken(purpose, owner);
  // Recorded before the mail is sent, so that the request is known even if the mail is lost.
  await audit("email-link-made", { userId: owner.userId, ip, detail: `for ${purpose}` });
  await sendEmail(linkMail(purpose, owner.email, token, origin));
}
