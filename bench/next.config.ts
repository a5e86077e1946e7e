// The starter's own configuration. The modules of the two are one build, hence the root above.
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import starter from "../next.config";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

export default (phase: string) => ({
  ...starter(phase),
  turbopack: { root },
  outputFileTracingRoot: root,
});
