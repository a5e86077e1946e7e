// What a provider says of a person. Nothing of it is trusted for its size, its characters or its form: it ends up in
// rows, cookies, lists and logs.
import { emailField } from "../accounts/email";

/** What Auth.js makes of a provider's claims. */
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
 * `said` is what the provider's `profile()` made of `claims`. A name is one line of 100 characters at most. An email
 * that is none, or that the provider says is not verified, is left out, and so is an image that is not on https.
 * Throws where there is no usable id: without one, it would be another person at each sign-in.
 */
export function toPerson(said: Record<string, unknown>, claims: unknown): Person {
  const id = typeof said.id === "number" ? `${said.id}` : said.id;
  // Lone surrogates cannot be stored.
  if (typeof id !== "string" || !/^[^\p{Cc}\p{Cs}]+$/u.test(id) || id.length > LONGEST.id)
    throw new Error("The provider names no account, or in a form that cannot be kept");
  const { email_verified } = Object(claims) as { email_verified?: unknown };
  return {
    id,
    name: toName(said.name),
    email: email_verified === false ? null : (emailField.safeParse(said.email).data ?? null),
    image: toImage(said.image),
  };
}

/** Space of any kind, control characters, halves of characters, and what turns the direction of writing. */
const NOT_IN_A_LINE = /[\s\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]+/gu;

function toName(said: unknown): string | null {
  if (typeof said !== "string") return null;
  // Cut first, so that nobody makes us search through a megabyte.
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
  return protocol === "https:" ? href : null;
}
