// What the lab of a kept app shows: removes what names pages, files and lines of code that are gone.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { apply, outermost, parse, visit } from "./simplify.mjs";

const nameOf = ({ key }) => key?.name ?? key?.value;
const isProperty = ({ type }) => type === "Property";

/** Rewrites a file of app/demo in the copy. */
export function trimLab(root, file, text) {
  const hasPage = (name) => existsSync(join(root, "app/demo", name));
  if (/page\.tsx$/.test(file)) return dropLinks(text, hasPage);
  if (file !== "app/demo/shared/shown-code.ts" && !file.startsWith("app/demo/words/")) return text;
  const edits = [];
  visit(parse(file, text), (node, parents) => {
    if (!isProperty(node)) return true;
    const above = parents.findLast(isProperty);
    const isOfPage = file.includes("/words/")
      ? above && ["others", "code"].includes(nameOf(above))
      : !above;
    const isChoice = file.includes("/words/") && nameOf(node) === "choose";
    const isGone =
      isChoice || (isOfPage ? !hasPage(nameOf(node)) : above && isGoneMark(root, node));
    if (!isGone) return true;
    const comma = /^,?/.exec(text.slice(node.end))[0].length;
    edits.push({ start: node.start, end: node.end + comma });
    return false;
  });
  return apply(text, outermost(edits));
}

/** `"FILE": [MARK, ...]`, where the file is gone or has not exactly one line with the mark. */
function isGoneMark(root, { key, value }) {
  if (value?.type !== "ArrayExpression" || !/\.\w+$/.test(key.value ?? "")) return false;
  if (!existsSync(join(root, key.value))) return true;
  const lines = readFileSync(join(root, key.value), "utf8").split("\n");
  return lines.filter((line) => line.includes(value.elements[0].value)).length !== 1;
}

/** `"/demo/PAGE": "..."` in the links at the end of a page. */
const dropLinks = (text, hasPage) =>
  text.replace(/^ *"\/demo\/([\w-]+)":\s*"[^"\n]*",\n/gm, (link, name) =>
    hasPage(name) ? link : "",
  );
