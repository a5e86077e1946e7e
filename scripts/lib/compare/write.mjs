import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { inProject } from "../run.mjs";
import { quoteIn, toMarkdown } from "./report.mjs";

/**
 * Writes the report into the folder `to` of the project, as JSON and as Markdown. If that folder has a strategies.md,
 * replaces its quotation of the report.
 */
export function write(report, to) {
  const folder = resolve(inProject("."), to);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "compare.json"), `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(join(folder, "compare.md"), toMarkdown(report));
  const quoting = join(folder, "strategies.md");
  if (existsSync(quoting)) writeFileSync(quoting, quoteIn(readFileSync(quoting, "utf8"), report));
}
