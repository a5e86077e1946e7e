// Validates a provider's data about a person: its size, characters and format are not trusted, because it is stored in
// rows and cookies, and appears in lists and logs.
import { emailField } from "../accounts/email";

/** The result of Auth.js's `profile()`. */
export interface Person {
  /** The account's id at the provider. */
  id: string;
  name: string | null;
  email: string | null;
  image: string | null;
}

/** Characters. */
const LONGEST = { id: 255, name: 100, image: 2048 };

/**
 * `said` is what the provider's `profile()` made of `claims`. A name is one line of 100 characters at most. An
 * invalid email, an email that the provider does not call verified, and an image that is not on https are left out.
 * A profile may return `emailVerified` for a provider that has another claim than `email_verified`, or none. Throws if there
 * is no usable id: without one, each sign-in would create another person.
 */
export function toPerson(said: Record<string, unknown>, claims: unknown): Person {
  const id = typeof said.id === "number" ? `${said.id}` : said.id;
  // Lone surrogates cannot be stored.
  if (typeof id !== "string" || !/^[^\p{Cc}\p{Cs}]+$/u.test(id) || id.length > LONGEST.id)
    throw new Error("The provider names no account, or in a form that cannot be kept");
  const { email_verified } = Object(claims) as { email_verified?: unknown };
  // Anyone can enter an address that is not verified. Without the claim, the address counts as not verified.
  const isVerified = isYes(said.emailVerified ?? email_verified);
  return {
    id,
    name: toName(said.name),
    email: isVerified ? (emailField.safeParse(said.email).data ?? null) : null,
    image: toImage(said.image),
  };
}

/** Some providers send it as text (Apple, Cognito) or as a number (Microsoft). */
const isYes = (said: unknown) => said === true || said === "true" || said === 1 || said === "1";

/** Spaces of any kind, control characters, halves of characters, and characters that change the direction of text. */
const NOT_IN_A_LINE = /[\s\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]+/gu;

/** One line of 100 characters at most. Null if nothing of it can be shown. */
export function toName(said: unknown): string | null {
  if (typeof said !== "string") return null;
  // Cut first, so that a huge name costs nothing.
  const line = said
    .slice(0, 4 * LONGEST.name)
    .replace(NOT_IN_A_LINE, " ")
    .trim();
  const name = [...line].slice(0, LONGEST.name).join("").trim();
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(name) ? name : null;
}

function toImage(said: unknown): string | null {
  if (typeof said !== "string" || said.length > LONGEST.image || !URL.canParse(said)) return null;
  const { protocol, href } = new URL(said);
  // It may be longer now, because characters were percent-encoded.
  return protocol === "https:" && href.length <= LONGEST.image ? href : null;
}
