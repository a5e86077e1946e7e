import { createHash, createSecretKey } from "node:crypto";

/** For A256GCM. */
export const floorKey = createSecretKey(
  createHash("sha256").update(`${process.env.AUTH_SECRET}`).digest(),
);
