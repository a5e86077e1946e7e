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

export const RESEMBLES_OWNER = `Use a password without your name or email address in it. ${REMEDY}`;

/** A shorter word is part of too many other words. */
const SHORTEST_WORD = 4;

/**
 * Whether the password contains its owner's name, a word of it, or the address, or consists mostly of words of the address.
 * The domain alone is not the owner's, so "an example of a mail" is accepted. NIST SP 800-63B-4 3.1.1.2 compares only whole
 * passwords.
 */
export function resemblesOwner(
  password: string,
  name: string | null,
  email: string | null,
): boolean {
  const [local, domain] = (email ?? "").split("@");
  const own = wordsOf(name, local);
  const typed = normalizePassword(password).toLowerCase();
  if (own.some((word) => typed.includes(word))) return true;
  const words = [...own, ...wordsOf(email, domain)].sort((a, b) => b.length - a.length);
  const whole = bare(password);
  const rest = words.reduce((left, word) => left.replaceAll(word, ""), whole);
  return rest !== whole && rest.length < 5;
}

/** The texts in lower case, without the characters between words, and their words. */
const wordsOf = (...texts: (string | null | undefined)[]) =>
  texts
    .flatMap((text) => [bare(text ?? ""), ...split(text ?? "")])
    .filter((word) => word.length >= SHORTEST_WORD);

const bare = (text: string) => split(text).join("");
const split = (text: string) =>
  normalizePassword(text)
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? [];
