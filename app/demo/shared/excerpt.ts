/** The number of lines in an excerpt. A shorter excerpt is extended to the block around it. */
const LEAST = 6;
const MOST = 26;

/**
 * The block around the line with `mark`, from its opening to its closing line, found by the indentation. The line numbers
 * in `marked` count from the first line of the excerpt. `start` is that line in the file.
 */
export function excerpt(
  text: string,
  mark: string,
): { text: string; start: number; marked: number[] } {
  const lines = text.split("\n");
  const at = lines.findIndex((line) => line.includes(mark));
  if (at < 0) throw new Error(`No line has the mark ${mark}`);
  let { from, to } = blockAround(lines, at);
  while (to - from < LEAST && indent(lines[from] ?? "") > 0)
    ({ from, to } = blockAround(lines, from));
  if (to - from > MOST) {
    from = Math.max(from, at - Math.floor(MOST / 2));
    to = Math.min(to, from + MOST);
  }
  while (!lines[to - 1]?.trim()) to--;
  while (!lines[from]?.trim()) from++;
  const part = lines.slice(from, to);
  const extra = Math.min(...part.filter((line) => line.trim()).map(indent));
  return {
    text: part.map((line) => line.slice(extra)).join("\n"),
    start: from + 1,
    marked: part.flatMap((line, n) => (line.includes(mark) ? [n + 1] : [])),
  };
}

/** From the line that opens the block of line `at` to the one that closes it, both included. */
function blockAround(lines: string[], at: number) {
  const own = indent(lines[at] ?? "");
  let from = at;
  // At the top of a file, the comment above a line belongs to it.
  while (from > 0 && (own === 0 ? isComment(lines[from - 1]) : !opens(lines[from - 1], own)))
    from--;
  if (own > 0) from--;
  // The last line of a list of parameters: the block begins with the first one.
  if (lines[from]?.trim().startsWith(")"))
    do from--;
    while (from > 0 && !opens(lines[from], own));
  const outer = indent(lines[from] ?? "");
  let to = at + 1;
  while (to < lines.length && !closes(lines[to] ?? "", outer)) to++;
  if (/^\s*[)}\]]/.test(lines[to] ?? "")) to++;
  return { from, to };
}

const indent = (line: string) => line.length - line.trimStart().length;
const isComment = (line = "") => /^\s*(\/\/|\/\*|\*)/.test(line);
const opens = (line = "", own: number) => line.trim() !== "" && indent(line) < own;
const closes = (line: string, outer: number) => line.trim() !== "" && indent(line) <= outer;
