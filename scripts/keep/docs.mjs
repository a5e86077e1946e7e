// Removes from the documentation each sentence, row of a table and line of code that names something that was removed.

const WIDTH = 120;

/** Replaces texts of the documentation, wherever their lines end. */
export const replaceTexts = (text, texts) =>
  texts.reduce((left, [from, to]) => {
    const words = from.split(" ").map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    return left.replace(new RegExp(words.join("\\s+"), "g"), () => to);
  }, text);

/** Removes "under `STRATEGY`", which says nothing where there is no other strategy. */
export const dropOnly = (text, strategy) =>
  text
    .replace(new RegExp(`\\bUnder\\s+\`${strategy}\`,?\\s+(\\S)`, "g"), (_, first) =>
      first.toUpperCase(),
    )
    .replace(new RegExp(`\\s+under\\s+\`${strategy}\``, "g"), "");

/** Returns the text of a Markdown file without them. `goneIn` finds what is gone in a text. */
export function dropMentions(text, goneIn) {
  const isGone = (part) => goneIn(part).length > 0;
  const kept = [];
  // What follows a removed sentence that ends in a colon is removed too.
  let isIntroGone = false;
  for (const { kind, lines } of blocksOf(text)) {
    const isBlank = lines.every((line) => line === "");
    const isIntroduced = kind !== "line" && !(kind === "prose" && !isItem(lines[0]));
    if (isIntroGone && isIntroduced) continue;
    if (!isBlank) isIntroGone = false;
    if (kind === "prose") {
      const left = keepProse(lines, isGone);
      isIntroGone = lines.at(-1).endsWith(":") && !left.at(-1)?.endsWith(":");
      kept.push(...left);
    } else if (kind === "table") kept.push(...keepRows(lines, isGone));
    else kept.push(...(kind === "code" ? keepCode(lines, isGone) : lines));
  }
  return withoutEmptyParts(kept);
}

const isItem = (line) => /^\s*(-|\d+\.) /.test(line);

/** Paragraphs, items of lists, tables, blocks of code, and single lines. */
function blocksOf(text) {
  const blocks = [];
  let inCode = false;
  for (const line of text.split("\n")) {
    const last = blocks.at(-1);
    const isFence = /^\s*```/.test(line);
    if (inCode || isFence) {
      if (!inCode) blocks.push({ kind: "code", lines: [] });
      blocks.at(-1).lines.push(line);
      if (isFence) inCode = !inCode;
      if (isFence && !inCode) blocks.push({ kind: "line", lines: [] });
    } else if (/^\|/.test(line)) {
      if (last?.kind === "table") last.lines.push(line);
      else blocks.push({ kind: "table", lines: [line] });
    } else if (
      /^(#|<|\s*$|\[!|!\[| {4})/.test(line) &&
      !(last?.kind === "prose" && /^ {4}/.test(line))
    )
      blocks.push({ kind: "line", lines: [line] });
    else if (last?.kind === "prose" && !isItem(line)) last.lines.push(line);
    else blocks.push({ kind: "prose", lines: [line] });
  }
  return blocks;
}

/** Sentences that start like this refer to the one before. */
const REFERS =
  /^(\*\*)?(It|Its|They|Their|This|These|Those|That|Such|Otherwise|Then|So|But|Also|Both|Only|For that reason|If it|If they|Without it)\b/;

/** The lines of a paragraph without the sentences that name what is gone. */
export function keepProse(lines, isGone, width = WIDTH) {
  const joined = lines.map((line, n) => (n > 0 ? line.trim() : line)).join(" ");
  // Where only the reference in parentheses is gone, the sentence stays.
  const whole = joined.replace(/ \(`[^`()]+`\)/g, (reference) =>
    isGone(reference) ? "" : reference,
  );
  if (!isGone(joined)) return lines;
  const [, indent, mark, body] = /^(\s*)((?:-|\d+\.) +|)(.*)$/.exec(whole);
  const sentences = body.split(/(?<=[.!?][)"`]*) +(?=[A-Z`*"[(\d])/);
  let isGoneBefore = false;
  const left = sentences.filter((sentence) => {
    isGoneBefore = isGone(sentence) || (isGoneBefore && REFERS.test(sentence));
    return !isGoneBefore;
  });
  // What is left of less than half of a paragraph makes no sense, and neither does an item without its first sentence.
  const isFirstGone = !left.includes(sentences[0]) && (mark || body.startsWith("**"));
  if (left.length * 2 < sentences.length || isFirstGone) return [];
  return wrap(left.join(" "), indent + mark, indent + " ".repeat(mark.length), width);
}

function wrap(text, first, others, width) {
  const lines = [first];
  for (const word of text.split(" ")) {
    const line = lines.at(-1);
    const isStart = line === first || line === others;
    if (isStart || `${line} ${word}`.length <= width)
      lines[lines.length - 1] += isStart ? word : ` ${word}`;
    else lines.push(others + word);
  }
  return lines;
}

/** Also removes the lines that use what a removed line imports. */
function keepCode(lines, isGone) {
  const gone = lines.filter(isGone);
  const names = gone.flatMap((line) => /^import \{ (.+) \}/.exec(line)?.[1].split(", ") ?? []);
  return lines.filter((line) => !gone.includes(line) && !names.some((name) => line.includes(name)));
}

/** A table without rows is removed. */
function keepRows([head, rule, ...rows], isGone) {
  const left = rows.filter((row) => !isGone(row));
  return left.length > 0 ? [head, rule, ...left] : [];
}

/** Removes blank lines beside others, and headings without text. */
function withoutEmptyParts(lines) {
  const levelOf = (line) => /^(#+) /.exec(line)?.[1].length;
  let left = lines;
  for (let before; before !== left.length; ) {
    before = left.length;
    left = left.filter((line, n) => {
      if (line === "" && left[n - 1] === "") return false;
      const level = levelOf(line);
      if (!level || level === 1) return true;
      const next = left.slice(n + 1).find((other) => other !== "");
      return next !== undefined && !(levelOf(next) <= level);
    });
  }
  return `${left.join("\n").trimEnd()}\n`;
}
