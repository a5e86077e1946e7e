import { createHash } from "node:crypto";

const bytes = createHash("sha256").update(`${process.env.AUTH_SECRET}`).digest();

/** For A256GCM, imported once. */
export const floorKey = crypto.subtle.importKey("raw", bytes, "AES-GCM", false, [
  "encrypt",
  "decrypt",
]);
