import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { clearMark, hashInputs, hasMark, setMark } from "./mark.mjs";
import { inProject, runNode } from "./run.mjs";

/** Files and folders at the top of the project that a build does not read. All others count as inputs. */
const NOT_READ =
  /^(\.(git|github|ci|next|data|vscode|idea)|node_modules|tests|test-results|playwright-report|bench|scripts|next-env\.d\.ts|\.env.*|.*\.tsbuildinfo|\.DS_Store)$/;

/** Runs `next build`, unless its inputs have not changed since the last build. Reports progress to `say`. */
export async function build(settings, say = () => {}) {
  const inputs = hashInputs(listInputs(), [process.version, publicSettings(settings)]);
  // The build id shows whether another build has replaced this one.
  if (hasMark("build", `${inputs} ${buildId()}`)) return "up to date";
  clearMark("build");
  // `next build` also checks the types that `next dev` wrote here, which may refer to deleted pages.
  rmSync(inProject(".next/dev/types"), { recursive: true, force: true });
  say("next build");
  await runNode("next build", ["node_modules/next/dist/bin/next", "build"], {
    onLine(line) {
      const [, phase] = PHASE.exec(line) ?? [];
      if (phase) say(phase);
    },
  });
  setMark("build", `${inputs} ${buildId()}`);
}

/** The lines that `next build` prints when a phase begins. */
const PHASE =
  /^\W*((?:Creating|Compiled|Running|Checking|Collecting|Generating|Finalizing) .*?)(?: \.\.\.)?$/;

/** The relative paths of the files that a build reads, sorted. */
export function listInputs(folder = "") {
  const entries = readdirSync(inProject(folder), { withFileTypes: true });
  return entries
    .filter(({ name }) => folder || !NOT_READ.test(name))
    .flatMap((entry) =>
      entry.isDirectory() ? listInputs(`${folder}${entry.name}/`) : `${folder}${entry.name}`,
    )
    .sort();
}

/** The settings that Next.js includes in a build. */
function publicSettings(settings) {
  return Object.entries(settings)
    .filter(([name]) => name.startsWith("NEXT_PUBLIC_"))
    .sort();
}

function buildId() {
  const file = inProject(".next/BUILD_ID");
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}
