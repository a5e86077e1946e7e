/**
 * A store that is needed for an answer did not give one: refused, hung, or dropped.
 * It means "could not check", never "not signed in": route handlers answer 503, pages show
 * app/error.tsx, and the cookie stays where it is.
 */
export class StoreUnavailable extends Error {
  /** Next.js hides messages of server errors from the browser, but hands on a digest. */
  readonly digest = "STORE_UNAVAILABLE";

  constructor(store: "database" | "redis", cause: unknown) {
    super(`The ${store} could not be asked.`, { cause });
    this.name = "StoreUnavailable";
  }
}

/** The user is disabled or gone: no session is made for them, whatever they could prove. */
export class SignInRefused extends Error {
  constructor() {
    super("This user may not sign in.");
    this.name = "SignInRefused";
  }
}

/** Finds a StoreUnavailable inside whatever a library wrapped around it, Auth.js's `cause.err` included. */
export function findStoreUnavailable(error: unknown): StoreUnavailable | null {
  let current = error;
  for (let depth = 0; depth < 8 && current && typeof current === "object"; depth++) {
    if (current instanceof StoreUnavailable) return current;
    const { cause, err } = current as { cause?: unknown; err?: unknown };
    current = err ?? cause;
  }
  return null;
}
