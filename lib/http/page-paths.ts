// For next.config.ts, which writes the result into the build: middleware.ts cannot find out which pages exist.
import { readdirSync } from "node:fs";
import { sep } from "node:path";

/** A regular expression for the paths that have a page in `folder`, the app folder. */
export function pagePaths(folder: string): string {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const paths = files
    .map((file) => `/${file.split(sep).join("/")}`)
    .filter((file) => /\/page\.[jt]sx?$/.test(file))
    .map((file) => file.split("/").slice(1, -1).map(toPattern).join(""));
  return `^(${paths.sort().join("|")})/?$`;
}

/** Next.js's kinds of folders. A group and a slot are not part of the path. */
function toPattern(folder: string): string {
  if (/^[(@]/.test(folder)) return "";
  if (folder.startsWith("[[...")) return "(/.+)?";
  if (folder.startsWith("[...")) return "/.+";
  if (folder.startsWith("[")) return "/[^/]+";
  return `/${folder.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`;
}
