/** Seconds after signing in. The app's own forms take 15 minutes. */
export const WITHIN = 30;
