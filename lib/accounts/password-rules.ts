// The rules for passwords. Every form that sets one uses `newPasswordField` and `resemblesOwner`.
import "server-only";
import { z } from "zod";
import { env } from "../env";
import { isCommonPassword } from "./common-passwords";

const REMEDY = "A few words in a row are easy to remember and hard to guess.";

/** The most characters as typed: in NFD, one character may take several. */
const LONGEST_TYPED = 1024;
const LONGEST = 128;

/**
 * The same text for every keyboard: macOS may send "é" as two characters where Windows sends one. As OpaqueString (RFC
 * 8265 4.2.2): every kind of space becomes a plain space, then NFC is applied. Case and width are not changed.
 */
export function normalizePassword(typed: string): string {
  return typed.replace(/\p{Zs}/gu, " ").normalize("NFC");
}

const lengthOf = (password: string) => [...password].length;

/** A new password (ASVS 6.2.1, 6.2.4, 6.2.5, 6.2.9): long enough and not common. No rules on its characters. */
export const newPasswordField = z
  .string()
  .max(LONGEST_TYPED, `Use at most ${LONGEST} characters.`)
  .transform(normalizePassword)
  .pipe(
    z
      .string()
      .refine((password) => lengthOf(password) >= env.PASSWORD_MIN_LENGTH, {
        error: `Use at least ${env.PASSWORD_MIN_LENGTH} characters. ${REMEDY}`,
        abort: true,
      })
      .refine((password) => lengthOf(password) <= LONGEST, {
        error: `Use at most ${LONGEST} characters.`,
        abort: true,
      })
      .refine((password) => !isCommonPassword(password), {
        error: `Many people use this password, so it is among the first that are tried. ${REMEDY}`,
      }),
  );

/** A password to be checked. */
export const typedPasswordField = z.string().max(LONGEST_TYPED);

export const RESEMBLES_OWNER = `Use a password that is not made of your name or email address. ${REMEDY}`;

/** Whether the password consists mostly of its owner's name or address (NIST SP 800-63B-4 3.1.1.2). */
export function resemblesOwner(password: string, ...owner: (string | null)[]): boolean {
  const own = owner.flatMap((text) => [bare(text ?? ""), ...wordsOf(text ?? "")]);
  const words = own.filter((word) => word.length >= 4).sort((a, b) => b.length - a.length);
  const whole = bare(password);
  const rest = words.reduce((left, word) => left.replaceAll(word, ""), whole);
  return rest !== whole && rest.length < 5;
}

const bare = (text: string) => wordsOf(text).join("");
const wordsOf = (text: string) =>
  normalizePassword(text)
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? [];
