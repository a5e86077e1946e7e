/** Seconds that a throw-away user lives, if nobody deletes them before. */
export const LIFETIME = 30 * 60;
/** How many there may be, of all visitors together. The one that is oldest makes room. */
export const MOST = 100;
