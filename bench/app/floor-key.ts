import { createHash, createSecretKey } from "node:crypto";

/** A key for A256GCM. */
export const floorKey = createSecretKey(
  createHash("sha256").update(`${process.env.AUTH_SECRET}`).digest(),
);
