/** For requests that other things wait for. Well below REFRESH_REUSE_GRACE, so that there is time to ask again. */
export const patience = () => AbortSignal.timeout(3_000);
