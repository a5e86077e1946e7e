/** Seconds that access tokens live in experiments where one waits for their end. In the app it is ACCESS_TOKEN_MAX_AGE. */
export const SHORT_ACCESS = 10;
