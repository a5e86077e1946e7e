import { z } from "zod";

/** Whether the browser keeps the session when it is closed. "keep": the choice of the current session. */
export type Remember = "true" | "false" | "keep";

/** The checkbox "Keep me signed in", as a field of Auth.js's sign-in (lib/authjs/remember.ts). "keep": from a form without it. */
export const rememberField = z
  .string()
  .optional()
  .transform((sent): Remember => (sent === "keep" ? "keep" : sent === "on" ? "true" : "false"));
