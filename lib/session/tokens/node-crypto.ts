/**
 * Node's own crypto, which answers at once; undefined on the Edge. WebCrypto, all that the Edge has, sends every
 * call through a thread pool: alone it costs ten times as much, and a page that waits for it is sent in more
 * pieces. docs/decisions/0014.
 */
export const nodeCrypto =
  process.env.NEXT_RUNTIME === "edge" ? undefined : process.getBuiltinModule("node:crypto");
