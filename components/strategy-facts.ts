import type { StrategyName } from "@/lib/session/strategies";

/** What tells the strategies apart, in a line each. A new strategy does not compile before it has its own. */
export const strategyFacts: Record<StrategyName, Record<string, string>> = {
  jwt: {
    "in the cookie": "everything: id, name, email, role and times, encrypted",
    "a request costs": "one decryption, no store",
    "ended by": "expiry alone; a copy of the cookie works until then",
    "a new role is seen": "after the next sign-in",
  },
  database: {
    "in the cookie": "a random key; the server stores only a hash of it",
    "a request costs": "one SQL statement",
    "ended by": "deleting the row; the very next request is out",
    "a new role is seen": "by the next request",
  },
  hybrid: {
    "in the cookie": "as in jwt, for some minutes; in a second one, a refresh token",
    "a request costs": "one decryption, no store; SQL only at a refresh",
    "ended by": "deleting the row; out when the access token ends",
    "a new role is seen": "with the next access token",
  },
};
