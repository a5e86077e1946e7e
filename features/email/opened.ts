// A link in a mail is opened at /link/PURPOSE?token=…, which puts the token into a cookie for half an hour and redirects to
// the page of that purpose. No other URL contains the token, because URLs appear in logs and in the Referer header.
import "server-only";
import { cookies, headers } from "next/headers";
import { notFound } from "next/navigation";
import { connection } from "next/server";
import { redirectTo } from "../../lib/http/respond";
import { mailedLinkCookie } from "../../lib/session/cookie";
import type { Purpose } from "./tokens";

/** The page on which each kind of link is used. */
const pages = {
  "reset-password": "/reset-password",
  "sign-in": "/sign-in-link",
  "verify-email": "/confirm-email",
  "change-email": "/confirm-email",
  "sign-up": "/confirm-email",
} satisfies Record<Purpose | "sign-up", string>;

export type LinkPurpose = keyof typeof pages;

/** Seconds. A link itself may work longer: it can be opened again. */
const LIFETIME = 30 * 60;

/** Characters: browsers keep a cookie of 4 KB. */
const LONGEST = 3500;

export const linkTo = (origin: string, purpose: LinkPurpose, token: string): string =>
  `${origin}/link/${purpose}?${new URLSearchParams({ token })}`;

const isPurpose = (text: string): text is LinkPurpose => Object.hasOwn(pages, text);

/** Changes nothing but the cookie, because mail scanners open links too. */
export async function openLink(
  request: Request,
  { params }: { params: Promise<{ purpose: string }> },
): Promise<Response> {
  const { purpose } = await params;
  if (!isPurpose(purpose)) notFound();
  const token = new URL(request.url).searchParams.get("token") ?? "";
  const { name, options } = mailedLinkCookie(await headers());
  if (/^[\w.-]+$/.test(token) && token.length <= LONGEST)
    (await cookies()).set(name, `${purpose}.${token}`, { ...options, maxAge: LIFETIME });
  return redirectTo(`${pages[purpose]}?opened=1`);
}

/** The link that was opened last. `opened` is the parameter of the page: without it, the page was not opened by a link. */
export async function openedLink(
  opened: unknown,
): Promise<{ purpose: LinkPurpose; token: string } | null> {
  // Without it, Next.js also prerenders the page: the token is looked up twice, and the log has an error about Date.now().
  await connection();
  const { name } = mailedLinkCookie(await headers());
  const [, purpose = "", token] = /^([\w-]+)\.(.+)$/.exec(await heldAs(name)) ?? [];
  return opened && token && isPurpose(purpose) ? { purpose, token } : null;
}

const heldAs = async (name: string) => (await cookies()).get(name)?.value ?? "";

/** After a link was used. For server actions. */
export async function forgetOpenedLink(): Promise<void> {
  const { name, options } = mailedLinkCookie(await headers());
  (await cookies()).set(name, "", { ...options, maxAge: 0 });
}
