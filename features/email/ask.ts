// The first steps of every form that sends a mail.
import "server-only";
import { headers } from "next/headers";
import { clientAddress } from "../../lib/http/client-address";
import type { Said } from "./answers";
import { emailIsOn } from "./delivery";
import { mayMail } from "./limits";
import type { From } from "./links";
import { mailOrigin } from "./origin";

/** The origin for links in mails of this request, or why no mail is sent. */
export async function whereFrom(): Promise<From | Extract<Said, "off" | "no-address">> {
  if (!emailIsOn()) return "off";
  const sent = await headers();
  const origin = mailOrigin(sent);
  return origin ? { origin, ip: clientAddress(sent) } : "no-address";
}

/** The same, and counts one more mail of this kind to this address, whether or not it has an account. */
export async function askToMail(
  kind: string,
  email: string,
): Promise<From | Extract<Said, "off" | "no-address" | "too-many">> {
  const from = await whereFrom();
  if (typeof from === "string") return from;
  return (await mayMail(kind, email, from.ip)) ? from : "too-many";
}
