// Signing up, signing in with a password, changing it.
import "server-only";
import { z } from "zod";
import { Prisma } from "@/generated/prisma/client";
import { audit } from "../../features/audit/audit";
import { askDatabase } from "../database/client";
import { env } from "../env";
import { clientAddress } from "../http/client-address";
import type { RequestParts } from "../session/cookie";
import type { SessionUser } from "../session/strategy";
import { emailField } from "./email";
import { countAttempt, forgetFailures, MOST_FAILURES } from "./failed-attempts";
import { knownBrowser } from "./known-browser";
import { hashPassword, verifyPassword } from "./password";
import { newPasswordField, normalizePassword, typedPasswordField } from "./password-rules";
import { limitSignIn, TooManyAttempts } from "./sign-in-limit";
import { userColumns } from "./users";

const credentials = z.object({ email: emailField, password: typedPasswordField.min(1) });

/** A user whose password was right just now. */
export interface VerifiedUser extends SessionUser {
  /** When that password was set (ms since the epoch). */
  passwordSetAt: number;
}

export const signUpForm = z.object({
  name: z
    .string()
    .trim()
    .min(1, "Enter your name.")
    .max(100, "Use at most 100 characters.")
    .regex(/^\P{Cc}*$/u, "Use one line, without control characters."),
  email: emailField,
  password: newPasswordField,
});

export const changePasswordForm = z.object({
  currentPassword: typedPasswordField.min(1, "Enter your current password."),
  newPassword: newPasswordField,
});

/** Whether the user signs in with a password (someone who came through OAuth may have none). */
export async function hasPassword(userId: string): Promise<boolean> {
  const found = await askDatabase(({ prisma }) =>
    prisma.password.findUnique({ where: { userId }, select: { userId: true } }),
  );
  return found !== null;
}

/**
 * The user with this email and password, or null. The amount of work is the same for every reason of null. A disabled
 * user is returned too: the strategy refuses them, and someone who knows the password may learn that. Throws TooManyAttempts, and Overloaded.
 */
export async function verifyCredentials(
  input: unknown,
  request: RequestParts,
): Promise<VerifiedUser | null> {
  const { data } = credentials.safeParse(input);
  if (!data || !env.DATABASE_URL) return null;
  const ip = clientAddress(request.headers);
  const browser = await knownBrowser(data.email, request);
  try {
    return await limitSignIn({ email: data.email, address: ip, browser }, (isKnown) =>
      matchPassword(data, ip, isKnown),
    );
  } catch (error) {
    // Only once, not per attempt: otherwise an attacker could fill the table.
    if (error instanceof TooManyAttempts && error.isFirst)
      await audit("sign-in-failed", { ip, detail: "too many wrong passwords" });
    throw error;
  }
}

async function matchPassword(
  { email, password }: z.output<typeof credentials>,
  ip: string | undefined,
  isKnown: boolean,
): Promise<VerifiedUser | null> {
  const found = await askDatabase(({ prisma }) =>
    prisma.user.findUnique({
      where: { email },
      select: { ...userColumns, password: { select: { hash: true, updatedAt: true } } },
    }),
  );
  const stored = found?.password;
  // In parallel, so that the time taken does not tell whether there was something to count.
  const [attempts, matches] = await Promise.all([
    stored && !isKnown ? countAttempt(found.id) : 0,
    verifyTyped(stored?.hash ?? (await decoy()), password),
  ]);
  if (attempts === null) throw new TooManyAttempts(false);
  if (!found || !stored || !matches) {
    // Never an unknown email: it may be a password that was typed into the wrong field (OWASP Logging).
    const detail = stored ? "wrong password" : found ? "has no password" : "no such account";
    await audit("sign-in-failed", { userId: found?.id, ip, detail });
    if (found && attempts === MOST_FAILURES)
      await audit("password-locked", { userId: found.id, ip, detail: `${attempts} wrong ones` });
    return null;
  }
  await forgetFailures(found.id);
  const { id, name, role } = found;
  return { id, email, name, role, passwordSetAt: stored.updatedAt.getTime() };
}

/** Older hashes were made before passwords were normalized. */
async function verifyTyped(hash: string, typed: string): Promise<boolean> {
  const password = normalizePassword(typed);
  if (await verifyPassword(hash, password)) return true;
  return password !== typed && verifyPassword(hash, typed);
}

/** A hash of no user's password, so that an unknown email takes as long as a known one (ASVS 6.3.8). */
let decoyHash: Promise<string> | undefined;
function decoy(): Promise<string> {
  decoyHash ??= hashPassword(crypto.randomUUID());
  return decoyHash;
}

/** Creates a user who signs in with a password, which `signUpForm` has accepted. Null when the email belongs to someone already. */
export async function createUser(form: z.output<typeof signUpForm>): Promise<SessionUser | null> {
  const { name, email, password } = form;
  return addUserWithHash({ name, email, hash: await hashPassword(password) });
}

interface NewUser {
  name: string;
  email: string;
  hash: string;
  /** Since when the address is known to be theirs. */
  emailVerified?: Date;
}

/** Null when the email belongs to someone already. */
export async function addUserWithHash({ hash, ...user }: NewUser): Promise<SessionUser | null> {
  try {
    return await askDatabase(({ prisma }) =>
      prisma.user.create({
        data: { ...user, password: { create: { hash } } },
        select: userColumns,
      }),
    );
  } catch (error) {
    const taken = error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002";
    if (taken) return null;
    throw error;
  }
}

/** Replaces the password. False when `currentPassword` is not the right one (ASVS 6.2.3). */
export async function changePassword(
  userId: string,
  { currentPassword, newPassword }: z.output<typeof changePasswordForm>,
): Promise<boolean> {
  const found = await askDatabase(({ prisma }) =>
    prisma.password.findUnique({ where: { userId }, select: { hash: true } }),
  );
  if (!found || !(await verifyTyped(found.hash, currentPassword))) return false;
  const hash = await hashPassword(newPassword);
  // Only if the hash is still the one that was checked: of two changes at once, one succeeds and the other fails.
  const { count } = await askDatabase(({ prisma }) =>
    prisma.password.updateMany({ where: { userId, hash: found.hash }, data: { hash } }),
  );
  if (count === 1) await forgetFailures(userId);
  return count === 1;
}
