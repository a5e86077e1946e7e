// Counts how often pages ask the strategy who someone is. On globalThis, because each route is a bundle
// of its own; /api/usage tells.
import { strategy } from "@/auth";

const shared = globalThis as { sessionChecks?: number };
const read = strategy.read;

strategy.read = (...args) => {
  shared.sessionChecks = (shared.sessionChecks ?? 0) + 1;
  return read(...args);
};
