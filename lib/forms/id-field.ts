import { z } from "zod";

/** An id that a form or an address names. Postgres refuses text with a NUL in it: no row has such an id. */
export const idField = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[^\0]*$/);
