// No `server-only` here, because prisma/seed.ts runs it outside of Next.js. The native package below
// cannot be bundled for a browser anyway: a client component that imports this fails the build.
import { type Algorithm, hash, verify } from "@node-rs/argon2";

/** OWASP's first choice for Argon2id: 19 MiB of memory, two passes, one lane. About 25 ms. */
const parameters = {
  algorithm: 2 satisfies Algorithm.Argon2id,
  memoryCost: 19_456,
  timeCost: 2,
  parallelism: 1,
};

/** A PHC string with its own random salt, for the column `Password.hash`. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, parameters);
}

/** Throws when `hash` is not a PHC string: a damaged row is a fault, not a wrong password. */
export function verifyPassword(hash: string, password: string): Promise<boolean> {
  return verify(hash, password);
}
