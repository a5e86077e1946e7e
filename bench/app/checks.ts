// Counts how often pages ask the strategy who someone is. On globalThis, because each route is a bundle
// of its own; /api/usage tells.
import { strategy } from "@/auth";

const shared = globalThis as { sessionChecks?: number };
const renew = strategy.renew;

strategy.renew = (...args) => {
  shared.sessionChecks = (shared.sessionChecks ?? 0) + 1;
  return renew(...args);
};
