import { z } from "zod";

/** An id in a form or a URL. Postgres refuses text with a NUL, so no row has such an id. */
export const idField = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[^\0]*$/);
