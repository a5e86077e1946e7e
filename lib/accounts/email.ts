import { z } from "zod";

/** An email address as it is kept: trimmed, in lower case, 254 characters at most (RFC 5321 4.5.3.1.3). */
export const emailField = z
  .string()
  .trim()
  .toLowerCase()
  .pipe(z.email("Enter an email address, like name@example.com.").max(254));
