// Counts how often pages call the strategy to identify the user. The count is on globalThis, because each route has its
// own bundle. /api/usage returns it.
import { strategy } from "@/auth";

const shared = globalThis as { sessionChecks?: number };
const renew = strategy.renew;

strategy.renew = (...args) => {
  shared.sessionChecks = (shared.sessionChecks ?? 0) + 1;
  return renew(...args);
};
