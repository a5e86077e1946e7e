// Shared by the test provider and the tests.

export const clientId = "auth-strategies";
export const clientSecret = "a client secret for tests";

/** Accounts with special claims. */
const OTHERS = {
  megabyte: { name: "M".repeat(1_000_000) },
  "no-email": { email: "" },
  forger: { name: "A\n[audit] {}\0" },
};

/**
 * The account that is called `login` at the provider, or null. Any "name" or "name:email" will do, so
 * that each test can have one of its own: the email is the account's, verified, and any the test likes.
 */
export function findAccount(login) {
  const [name, email = `${name}@provider.example`] = (login ?? "").split(":");
  if (!/^[a-z0-9-]+$/.test(name ?? "")) return null;
  return { name: `Provider's ${name}`, email, email_verified: true, ...OTHERS[name ?? ""] };
}
