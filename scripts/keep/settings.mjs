// package.json and .env.example: scripts and settings that are gone.
import { readFileSync, writeFileSync } from "node:fs";
import { inProject } from "../lib/run.mjs";

export function editSettings({ scripts, settings }) {
  const manifest = JSON.parse(readFileSync(inProject("package.json"), "utf8"));
  for (const name of scripts) delete manifest.scripts[name];
  writeFileSync(inProject("package.json"), `${JSON.stringify(manifest, null, 2)}\n`);

  const example = readFileSync(inProject(".env.example"), "utf8");
  writeFileSync(inProject(".env.example"), withoutSettings(example, settings));
}

/** A setting is a paragraph: its comment, and the line `NAME=`. */
function withoutSettings(text, names) {
  return text
    .split(/\n{2,}/)
    .map((paragraph) => {
      const lines = paragraph.split("\n");
      const left = lines.filter((line) => !names.includes(/^#? ?([A-Z_0-9]+)=/.exec(line)?.[1]));
      const had = lines.some((line) => /^#? ?[A-Z_0-9]+=/.test(line));
      return had && !left.some((line) => /^#? ?[A-Z_0-9]+=/.test(line)) ? "" : left.join("\n");
    })
    .filter(Boolean)
    .join("\n\n")
    .trimEnd()
    .concat("\n");
}
