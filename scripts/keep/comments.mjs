// Removes from comments each sentence that names something that was removed.
import { keepProse } from "./docs.mjs";

/** A comment: whole lines that begin with `//` or `#`, or one in the form of JSDoc. */
const COMMENT =
  /^([ \t]*)(?:(?:\/\/ [^\n]*\n)+|(?:# [^\n]*\n)+|\/\*\*?\s(?:(?!\*\/)[\s\S])*\*\/\n)/gm;

/** Returns the text of a file without them. `goneIn` finds what is gone in a text. */
export function dropCommentMentions(text, goneIn) {
  return text.replace(COMMENT, (comment, indent) => {
    if (goneIn(comment).length === 0) return comment;
    const mark = comment.trimStart().startsWith("/*")
      ? "* "
      : /^\s*(\/\/|#) /.exec(comment)[0].trimStart();
    const lines = comment
      .trim()
      .replace(/^\/\*\*?\s+|\s*\*\/$/g, "")
      .split("\n")
      .map((line) => line.trim().replace(/^(\/\/|#|\*) ?/, ""));
    const left = keepProse(lines, (part) => goneIn(part).length > 0, 118 - indent.length);
    if (left.length === 0) return "";
    if (mark !== "* ") return left.map((line) => `${indent}${mark}${line}\n`).join("");
    const [opening] = /\/\*\*?/.exec(comment);
    if (left.length === 1) return `${indent}${opening} ${left[0]} */\n`;
    return `${indent}${opening}\n${left.map((line) => `${indent} * ${line}\n`).join("")}${indent} */\n`;
  });
}
