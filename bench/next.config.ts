// The starter's own configuration. The build includes modules of both folders, so the root is the parent folder.
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import starter from "../next.config";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

export default (phase: string) => ({
  ...starter(phase),
  turbopack: { root },
  outputFileTracingRoot: root,
});
