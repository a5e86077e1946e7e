/**
 * A store that is needed for an answer did not give one: refused, hung, or dropped.
 * It means "could not check", never "not signed in": route handlers answer 503, pages show
 * app/error.tsx, and the cookie is kept.
 */
export class StoreUnavailable extends Error {
  /** Next.js hides messages of server errors from the browser, but passes on a digest. */
  readonly digest = "STORE_UNAVAILABLE";

  constructor(store: "database" | "redis" | "server", cause: unknown) {
    super(`The ${store} could not be asked.`, { cause });
    this.name = "StoreUnavailable";
  }

  /** The database can be read, but refused to write: it is a replica, or is being moved. Nothing was written. */
  get isReadOnly(): boolean {
    return codesOf(this.cause).includes("25006"); // read_only_sql_transaction
  }
}

/** More parallel work than this server can do. Nothing was tried. It also means "could not check". */
export class Overloaded extends StoreUnavailable {
  override readonly message = "This server is overloaded. Try again in a moment.";

  constructor() {
    super("server", undefined);
    this.name = "Overloaded";
  }
}

/**
 * The change is done in Postgres, but Redis refused to delete the copies that are stale now. They may be accepted for up to
 * a minute.
 */
export class CopiesRemain extends StoreUnavailable {
  constructor(
    /** How many sessions were ended. */
    readonly ended: number,
  ) {
    super("redis", "it refused to delete copies of sessions");
    this.name = "CopiesRemain";
    this.message =
      "This is done, but Redis refused to delete its copies. Ended sessions and old roles may be accepted for up to a minute. The server's log says why.";
  }
}

/** Why a store that answers cannot be used. The cause of a StoreUnavailable. */
export class StoreUnusable extends Error {
  constructor(
    message: string,
    /** In the store's own terms: a SQLSTATE, or the first word of a Redis error. */
    readonly code: string,
  ) {
    super(message);
    this.name = "StoreUnusable";
  }
}

/**
 * No session is created: the user is disabled or deleted, the verified password has been changed since, or the session
 * that was to be exchanged has ended or been exchanged since.
 */
export class SignInRefused extends Error {
  constructor(
    readonly reason:
      | "disabled"
      | "password changed meanwhile"
      | "ended meanwhile"
      | "moved meanwhile",
  ) {
    super("This user may not sign in.");
    this.name = "SignInRefused";
  }
}

/**
 * A provider (GitHub, OpenID Connect) gives no more access tokens for a user until they connect it again. Contains neither
 * the token nor the provider's answer, because it may be logged.
 */
export class RefreshTokenError extends Error {
  constructor(readonly provider: string) {
    super(`The access to ${provider} has ended, until the user connects it again.`);
    this.name = "RefreshTokenError";
  }
}

/** A provider gave no usable answer in time. The connection is unchanged: try again later. */
export class ProviderUnavailable extends Error {
  constructor(
    readonly provider: string,
    /** A text that contains nothing that the provider sent. */
    reason: string,
  ) {
    super(`${provider} could not be asked: ${reason}`);
    this.name = "ProviderUnavailable";
  }
}

/** The SQLSTATE of an error of pg, also if Prisma's adapter has wrapped it. */
function codesOf(error: unknown, depth = 0): string[] {
  if (depth > 8 || typeof error !== "object" || error === null) return [];
  const { code, originalCode, cause, meta, driverAdapterError } = error as Record<string, unknown>;
  const inner = [cause, meta, driverAdapterError].flatMap((next) => codesOf(next, depth + 1));
  return [code, originalCode].filter((known) => typeof known === "string").concat(inner);
}

/** Finds a StoreUnavailable inside the errors that libraries wrapped around it. */
export const findStoreUnavailable = (error: unknown): StoreUnavailable | null =>
  findCause(error, StoreUnavailable);

/** Finds an error of that class among the causes of an error, including Auth.js's `cause.err`. */
export function findCause<Wanted extends Error>(
  error: unknown,
  // biome-ignore lint/suspicious/noExplicitAny: whatever it is made from.
  wanted: new (...parts: any[]) => Wanted,
): Wanted | null {
  let current = error;
  for (let depth = 0; depth < 8 && current && typeof current === "object"; depth++) {
    if (current instanceof wanted) return current;
    const { cause, err } = current as { cause?: unknown; err?: unknown };
    current = err ?? cause;
  }
  return null;
}

/**
 * The result, or "unknown" if the store gave no answer. For parts of a page that can say so in place. A page that needs the
 * answer lets the error pass to app/error.tsx.
 */
export async function orUnknown<T>(ask: () => Promise<T>): Promise<T | "unknown"> {
  try {
    return await ask();
  } catch (error) {
    const unavailable = findStoreUnavailable(error);
    if (!unavailable || unavailable instanceof CopiesRemain) throw error;
    return "unknown";
  }
}
