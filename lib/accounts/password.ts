// No `server-only` here, because prisma/seed.ts runs it outside of Next.js. The native package below
// cannot be bundled for a browser anyway: a client component that imports this fails the build.
import { availableParallelism } from "node:os";
import { type Algorithm, hash, verify } from "@node-rs/argon2";
import { atMost } from "../at-most";

/** OWASP's first choice for Argon2id: 19 MiB of memory, two passes, one lane. About 25 ms. */
const parameters = {
  algorithm: 2 satisfies Algorithm.Argon2id,
  memoryCost: 19_456,
  timeCost: 2,
  parallelism: 1,
};

/**
 * Parallel hashes. Each uses a core, and one of the four threads that Node.js also uses for name lookups and files. One
 * core and one thread stay free for everything else.
 */
const AT_ONCE = Math.max(1, Math.min(availableParallelism(), 4) - 1);

/** The most that may wait: about 5 s on one core. */
const WAITING = 200;

const inTurn = atMost("Password hashing", AT_ONCE, WAITING);

/** A PHC string with its own random salt, for the column `Password.hash`. Throws Overloaded. */
export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(password, parameters));
}

/** Throws Overloaded, and when `hash` is not a PHC string: a damaged row is a fault, not a wrong password. */
export function verifyPassword(hash: string, password: string): Promise<boolean> {
  return inTurn(() => verify(hash, password));
}
