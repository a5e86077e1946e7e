/**
 * For every answer that sets or clears a cookie, or depends on who asks: no cache may store it (RFC 9111 5.2.2).
 * Some caches look for `private` alone. Edge-safe.
 */
export const PRIVATE = { "Cache-Control": "private, no-store" } as const;
