// Regions, as editors fold them: from a line with `#region NAME` to the next line with `#endregion`. NAME is a room, a
// capability or a strategy; several are separated by commas. A region goes when all of its names are gone.

const BEGIN = /^\s*(?:\/\/|#|<!--)\s*#?region ([a-z][a-z, -]*?)\s*(?:-->|\*\/)?\s*$/;
const END = /^\s*(?:\/\/|#|<!--)\s*#?endregion/;

/** The text without the regions that are gone, and without the marks of those that stay. */
export function stripRegions(file, text, { without, lost, others = [] }) {
  const gone = new Set([...without, ...lost, ...others, "keep"]);
  const kept = [];
  let depth = 0;
  let skipping = 0;
  for (const line of text.split("\n")) {
    const begin = BEGIN.exec(line);
    if (begin) {
      depth++;
      const names = begin[1].split(",").map((name) => name.trim());
      if (!skipping && names.every((name) => gone.has(name))) skipping = depth;
    } else if (END.test(line)) {
      if (depth === 0) throw new Error(`${file}: #endregion without #region`);
      if (skipping === depth) skipping = 0;
      depth--;
    } else if (!skipping) kept.push(line);
  }
  if (depth > 0) throw new Error(`${file}: #region without #endregion`);
  return kept.join("\n");
}
