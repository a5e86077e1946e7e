import "server-only";
import { findStoreUnavailable } from "@/lib/errors";

/**
 * The answer, or "unknown" when the store that has it did not give one. For the parts of a page that
 * should say so in place; a page that cannot do without the answer lets the error through to app/error.tsx.
 */
export async function orUnknown<T>(ask: () => Promise<T>): Promise<T | "unknown"> {
  try {
    return await ask();
  } catch (error) {
    if (findStoreUnavailable(error)) return "unknown";
    throw error;
  }
}
