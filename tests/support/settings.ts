// Environments for tests of the settings.
import { parseEnv } from "@/lib/env-schema";

export const AUTH_SECRET = "wJ0x4GJm8sT1qYb7NcV2kLzR5uHfDpEa";
export const OLDER = "Q9eXo3rWv6tPiKgB1mSdZy8hUjLcFn4A";
export const DATABASE_URL = "postgresql://app:hunter2secret@db.internal:5432/app";

export type Settings = Record<string, string | undefined>;

const minimum = {
  AUTH_SECRET,
  // #region postgres
  // kept: DATABASE_URL,
  // #endregion
};

/** The parsed settings; the test fails if there are problems. */
export function accept(settings: Settings) {
  const result = parseEnv({ ...minimum, ...settings });
  if ("problems" in result) throw new Error(result.problems.join("\n"));
  return result.env;
}

/** The problems; the test fails if there are none. */
export function refuse(settings: Settings): string[] {
  const result = parseEnv({ ...minimum, ...settings });
  if ("env" in result) throw new Error("accepted");
  return result.problems;
}
