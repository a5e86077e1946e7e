// What the test provider and the tests agree on.

export const clientId = "auth-strategies";
export const clientSecret = "a client secret for tests";

/**
 * The account that is called `login` at the provider, or null. Any "name" or "name:email" will do, so
 * that each test can have one of its own: the email is the account's, verified, and any the test likes.
 */
export function findAccount(login) {
  const [name, email = `${name}@provider.example`] = (login ?? "").split(":");
  if (!/^[a-z0-9-]+$/.test(name ?? "")) return null;
  return { name: `Provider's ${name}`, email, email_verified: true };
}
