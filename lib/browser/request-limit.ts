/** The timeout of requests that block other work. Well below REFRESH_REUSE_GRACE, so that there is time for a retry. */
export const requestTimeout = () => AbortSignal.timeout(3_000);
