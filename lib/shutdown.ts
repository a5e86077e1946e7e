// On globalThis, because Next.js may load this module once per bundle.
const shared = globalThis as { shuttingDown?: boolean };

/** Whether the server finishes what it has begun, and should get nothing new. */
export const isShuttingDown = (): boolean => shared.shuttingDown === true;
