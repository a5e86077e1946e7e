import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

export default { cacheComponents: true, turbopack: { root }, outputFileTracingRoot: root };
