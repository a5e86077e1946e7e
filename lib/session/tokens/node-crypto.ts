/**
 * Node's own crypto, which is synchronous. Undefined on the Edge, which has WebCrypto only. WebCrypto sends every call
 * through a thread pool: it costs ten times as much, and a page that waits for it is sent in more pieces.
 * docs/decisions/0014.
 */
export const nodeCrypto =
  process.env.NEXT_RUNTIME === "edge" ? undefined : process.getBuiltinModule("node:crypto");
