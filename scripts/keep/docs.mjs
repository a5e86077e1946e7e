// Removes mentions of deleted files from the documentation: rows of tables, and references to decisions.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

const PATH = /^(app|bench|docs|examples|features|lib|prisma|scripts|tests)\/|^[\w.]+\.ts$/;

/** Returns the text of a Markdown file without these mentions. */
export function dropMentions(root, text) {
  const decisions = readdirSync(join(root, "docs/decisions"));
  const isGone = (path) => PATH.test(path) && !existsSync(join(root, path));
  return text
    .split("\n")
    .filter(
      (line) =>
        !/^\| `([^`]+)`|\| `([^`]+)` +\|$/
          .exec(line)
          ?.slice(1)
          .some((path) => path && isGone(path)),
    )
    .join("\n")
    .replace(/ \(`docs\/decisions\/(\d{4})`\)/g, (mention, number) =>
      decisions.some((name) => name.startsWith(number)) ? mention : "",
    );
}
