// Deletes scripts, packages and settings from package.json, its lock file and .env.example.
import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { listFiles } from "./copy.mjs";

export function editSettings(root, { scripts, settings, packages }) {
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  for (const name of scripts) delete manifest.scripts[name];
  for (const name of packages) {
    delete manifest.dependencies[name];
    delete manifest.devDependencies[name];
    for (const forced of Object.values(manifest.overrides ?? {})) delete forced[name];
  }
  const overrides = Object.entries(manifest.overrides ?? {}).filter(
    ([, forced]) => Object.keys(forced).length > 0,
  );
  manifest.overrides = overrides.length > 0 ? Object.fromEntries(overrides) : undefined;
  writeFileSync(join(root, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);

  const example = readFileSync(join(root, ".env.example"), "utf8");
  writeFileSync(join(root, ".env.example"), withoutSettings(example, settings));
}

/** Removes the entries of knip.json for files that are gone. */
export function editKnip(root) {
  const file = join(root, "knip.json");
  const { entry, ...config } = JSON.parse(readFileSync(file, "utf8"));
  const files = listFiles(root);
  // In `a/{b,c}.ts`, each name counts.
  const left = entry
    .map((pattern) =>
      pattern.replace(/\{(.+?)\}/, (_, names) => {
        const there = names
          .split(",")
          .filter((name) => matches(files, pattern.replace(/\{.+?\}/, name)));
        return there.length === 1 ? there[0] : `{${there.join(",")}}`;
      }),
    )
    .filter((pattern) => matches(files, pattern));
  writeFileSync(file, `${JSON.stringify({ ...config, entry: left }, null, 2)}\n`);
}

/** Whether a file matches a pattern with `*`, `**` and `{a,b}`. */
function matches(files, pattern) {
  const parts = { "**/": "(.+/)?", "*": "[^/]*", ".": "\\.", "{": "(", "}": ")", ",": "|" };
  const form = new RegExp(`^${pattern.replace(/\*\*\/|[*.{},]/g, (part) => parts[part])}$`);
  return files.some((file) => form.test(file));
}

/** Updates package-lock.json. Packages are only removed, so npm does not contact a registry. */
export async function lockPackages(root) {
  const npm = [
    "install",
    "--package-lock-only",
    "--ignore-scripts",
    "--prefer-offline",
    "--no-audit",
    "--no-fund",
  ];
  await promisify(execFile)("npm", npm, { cwd: root, shell: process.platform === "win32" });
}

const isHeading = (paragraph) => /^# --- .+ -+$/.test(paragraph);

/** A setting is a paragraph: its comment, and the line `NAME=`. */
function withoutSettings(text, names) {
  return (
    text
      .split(/\n{2,}/)
      .map((paragraph) => {
        const lines = paragraph.split("\n");
        const left = lines.filter((line) => !names.includes(/^#? ?([A-Z_0-9]+)=/.exec(line)?.[1]));
        const had = lines.some((line) => /^#? ?[A-Z_0-9]+=/.test(line));
        return had && !left.some((line) => /^#? ?[A-Z_0-9]+=/.test(line)) ? "" : left.join("\n");
      })
      .filter(Boolean)
      // Also delete a heading without settings.
      .filter(
        (paragraph, n, all) => !isHeading(paragraph) || (all[n + 1] && !isHeading(all[n + 1])),
      )
      .join("\n\n")
      .trimEnd()
      .concat("\n")
  );
}
