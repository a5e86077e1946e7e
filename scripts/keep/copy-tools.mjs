import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startNode } from "../lib/run.mjs";
import { listFiles } from "./copy.mjs";

/** Rewrites every file whose name matches. Returns how many changed. */
export function edit(root, pattern, rewrite) {
  let changed = 0;
  for (const file of listFiles(root).filter((name) => pattern.test(name))) {
    const text = readFileSync(join(root, file), "utf8");
    const next = rewrite(file, text);
    if (next === text) continue;
    writeFileSync(join(root, file), next);
    changed++;
  }
  return `${changed} files`;
}

/** Runs Node on `program` in the copy. Returns its output, whatever its exit code is. */
export async function run(root, program, args) {
  const child = startNode([program, ...args], { cwd: root });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (data) => {
      output += data;
    });
  const code = await child.exited;
  if (process.env.KEEP_DEBUG) console.log(program, args.join(" "), code, output.slice(0, 6000));
  return output;
}
