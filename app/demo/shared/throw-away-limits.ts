/** Lifetime of a throw-away user in seconds, if nobody deletes it earlier. */
export const LIFETIME = 30 * 60;
/** The most throw-away users of all visitors together. A new one replaces the oldest. */
export const MOST = 100;
