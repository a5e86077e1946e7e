import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { clearMark, hashInputs, hasMark, setMark } from "./mark.mjs";
import { inProject, runNode } from "./run.mjs";

/** At the top of the project, what no build reads. Whatever is not named here counts as an input. */
const NOT_READ =
  /^(\.(git|github|ci|next|data|vscode|idea)|node_modules|tests|test-results|playwright-report|bench|scripts|next-env\.d\.ts|\.env.*|.*\.tsbuildinfo|\.DS_Store)$/;

/** Runs `next build`, unless the last one here was made of the very same files. */
export async function build(settings) {
  const inputs = hashInputs(listInputs(), [process.version, publicSettings(settings)]);
  // The id is the build's own: it tells whether another build has taken this one's place since.
  if (hasMark("build", `${inputs} ${buildId()}`)) return "up to date";
  clearMark("build");
  // `next build` checks what `next dev` wrote here, which names pages that may be gone by now.
  rmSync(inProject(".next/dev/types"), { recursive: true, force: true });
  await runNode("next build", ["node_modules/next/dist/bin/next", "build"]);
  setMark("build", `${inputs} ${buildId()}`);
}

/** The files that a build reads, sorted, relative to the project. */
export function listInputs(folder = "") {
  const entries = readdirSync(inProject(folder), { withFileTypes: true });
  return entries
    .filter(({ name }) => folder || !NOT_READ.test(name))
    .flatMap((entry) =>
      entry.isDirectory() ? listInputs(`${folder}${entry.name}/`) : `${folder}${entry.name}`,
    )
    .sort();
}

/** The settings that Next.js writes into a build. */
function publicSettings(settings) {
  return Object.entries(settings)
    .filter(([name]) => name.startsWith("NEXT_PUBLIC_"))
    .sort();
}

function buildId() {
  const file = inProject(".next/BUILD_ID");
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}
