// After every install, where there is a Prisma to run: `npm ci --omit=dev` leaves it out, and the client
// that the build made is then there already.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const prisma = new URL("../node_modules/prisma/build/index.js", import.meta.url);
if (existsSync(prisma))
  execFileSync(process.execPath, [fileURLToPath(prisma), "generate"], { stdio: "inherit" });
