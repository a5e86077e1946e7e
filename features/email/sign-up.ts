// Signing up with mail: no account is created before the owner of the address has opened the mail. Until then, all data is
// encrypted in the link, and no row tells whether the address has an account. docs/decisions/0025
import "server-only";
import { z } from "zod";
import { addUserWithHash, type signUpForm } from "../../lib/accounts/credentials";
import { hashPassword, verifyPassword } from "../../lib/accounts/password";
import { normalizePassword } from "../../lib/accounts/password-rules";
import { limitAttempts } from "../../lib/accounts/sign-in-limit";
import { askDatabase } from "../../lib/database/client";
import { env } from "../../lib/env";
import { hashToken } from "../../lib/session/tokens/reference-token";
import { createSeal } from "../../lib/session/tokens/seal";
import { audit } from "../audit/audit";
import { mayMail } from "./limits";
import type { From } from "./links";
import { signUpMail, takenMail } from "./mails";
import { sendEmail } from "./send";
import { LIFETIMES } from "./tokens";

const { seal, open } = createSeal({ secrets: env.AUTH_SECRET, purpose: "sign-up" });

const claims = z.object({
  name: z.string(),
  email: z.string(),
  hash: z.string(),
  /** The page to open afterwards: a path of this site. */
  next: z.string(),
});

/**
 * Hashes the password, which takes the same time for every address, and returns the work to do after the
 * answer: sending a mail to the address. Throws Overloaded.
 */
export async function startSignUp(
  { name, email, password }: z.output<typeof signUpForm>,
  { origin }: From,
  { next = "/account", now = Date.now() } = {},
): Promise<() => Promise<void>> {
  const hash = await hashPassword(password);
  return async () => {
    if (!(await mayMail("sign-up", email))) return;
    const taken = await askDatabase(({ prisma }) =>
      prisma.user.findUnique({ where: { email }, select: { id: true } }),
    );
    const exp = Math.floor(now / 1000) + LIFETIMES["verify-email"] * 60;
    await sendEmail(
      taken
        ? takenMail(email, origin)
        : signUpMail(email, await seal({ name, email, hash, next, exp }), origin),
    );
  };
}

/** The address that a link of a sign-up was sent to, or null when it is too old. */
export async function findSignUp(link: string, now = Date.now()): Promise<string | null> {
  return claims.safeParse(await open(link, now)).data?.email ?? null;
}

/**
 * Creates the account of the link, for someone who has both the mail and the chosen password. "taken" if the account exists
 * by now, so the link works once. Throws TooManyAttempts, and StoreUnavailable.
 */
export async function finishSignUp(
  { link, password }: { link: string; password: string },
  { ip, now = Date.now() }: { ip?: string; now?: number } = {},
): Promise<{ email: string; next: string } | "wrong-password" | "taken" | "invalid-link"> {
  const { data } = claims.safeParse(await open(link, now));
  if (!data) return "invalid-link";
  const { name, email, hash, next } = data;
  const isRight = await limitAttempts(
    "account",
    await hashToken(email),
    async () => (await verifyPassword(hash, normalizePassword(password))) || null,
  );
  if (!isRight) return "wrong-password";
  const user = await addUserWithHash({ name, email, hash, emailVerified: new Date(now) });
  if (!user) return "taken";
  await audit("email-confirmed", { userId: user.id, ip, detail: "by signing up" });
  return { email, next };
}
