import { z } from "zod";

/**
 * The checkbox "Keep me signed in", as a field of Auth.js's sign-in (lib/authjs/remember.ts). "keep", from a form
 * without the checkbox, means the choice of the current session.
 */
export const rememberField = z
  .string()
  .optional()
  .transform((sent) => (sent === "keep" ? "keep" : String(sent === "on")));
