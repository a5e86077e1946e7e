// A region starts at a line with `#region NAME` and ends at the next line with `#endregion`. NAME is a room, a
// capability, a strategy, or `keep`, which is always removed. Several names are separated by commas: the region is
// removed if all of them are removed. A comment `kept: TEXT` becomes TEXT. So does `without NAME: TEXT` if NAME is
// removed.

const OPEN = String.raw`^(\s*)(?:\/\/|#|<!--|\{?\/\*)\s*`;
const CLOSE = String.raw`\s*(?:-->|\*\/\}?)?\s*$`;
const BEGIN = new RegExp(`${OPEN}#?region ([a-z][a-z, -]*?)${CLOSE}`);
const END = new RegExp(`${OPEN}#?endregion${CLOSE}`);
// TEXT may itself end with the end of a comment.
const WITHOUT = new RegExp(`${OPEN}without ([a-z-]+): (.*?)\\s*(?:-->|\\*\\/\\})?\\s*$`);
const KEPT = new RegExp(`${OPEN}kept: (.*?)${CLOSE}`);

/** Returns the text without the removed regions, and without the markers of the others. */
export function stripRegions(file, text, { without, lost, others = [] }) {
  const gone = new Set([...without, ...lost, ...others, "keep"]);
  const kept = [];
  let depth = 0;
  let skipping = 0;
  for (const line of text.split("\n")) {
    const begin = BEGIN.exec(line);
    if (begin) {
      depth++;
      const names = begin[2].split(",").map((name) => name.trim());
      if (!skipping && names.every((name) => gone.has(name))) skipping = depth;
    } else if (END.test(line)) {
      if (depth === 0) throw new Error(`${file}: #endregion without #region`);
      if (skipping === depth) skipping = 0;
      depth--;
    } else if (!skipping) {
      const [, indent, name, text] = WITHOUT.exec(line) ?? [];
      if (!name) kept.push(line.replace(KEPT, "$1$2"));
      else if (gone.has(name)) kept.push(indent + text);
    }
  }
  if (depth > 0) throw new Error(`${file}: #region without #endregion`);
  // A removed region leaves the blank lines above and below it.
  return kept.join("\n").replace(/\n{3,}/g, "\n\n");
}
