/** Lifetime of access tokens in experiments that wait for their expiry, in seconds. The app uses ACCESS_TOKEN_MAX_AGE. */
export const SHORT_ACCESS = 10;

/** How soon a strategy notices something (seconds), in an experiment and in the app itself. */
export function hereAndInTheApp(within: number | null) {
  return within === null ? null : { here: within && SHORT_ACCESS, inTheApp: within };
}
