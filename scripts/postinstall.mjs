// Generates the Prisma client after every install. `npm ci --omit=dev` does not install the Prisma CLI; the client then
// comes from the build.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const prisma = new URL("../node_modules/prisma/build/index.js", import.meta.url);
if (existsSync(prisma))
  execFileSync(process.execPath, [fileURLToPath(prisma), "generate"], { stdio: "inherit" });
