// Finds text that names something that was removed: a file, a setting, a script, another strategy, a room.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { listFiles } from "./copy.mjs";

const TEXT =
  /\.(ts|tsx|mjs|md|json|yml|yaml|sh|prisma|css|conf|example)$|^\.ci\/|^(Docker|Caddy)file$/;
const FOLDERS = ".ci|app|bench|components|deploy|docs|examples|features|lib|prisma|scripts|tests";
const PATH = new RegExp(
  String.raw`(?<![\w./@-])(?:${FOLDERS})\/(?:(?:\[[\w.]+\]|[\w./-])*[\w\]])?`,
  "g",
);
const LINK = /\]\(([\w./-]+)(?:#[\w-]+)?\)/g;
const MODULE = /from "@\/([^"]+)"/g;
const SCRIPT = /npm run ([\w:]+)/g;
const ENDINGS = ["", ".ts", ".tsx", ".mjs", "/index.ts"];
/** Also names of things that every shape has: a kind of token, a kind of store. They count only in backticks. */
const AMBIGUOUS = ["jwt", "database"];

const all = (pattern, text) => [...text.matchAll(pattern)].map(([whole, part]) => part ?? whole);

/** Returns a function that finds what is gone in a text of a file of the copy. `shape` is what readShape returns. */
export function goneFinder(root, { others, settings, words }) {
  const decisions = listFiles(root, "docs/decisions/");
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const exists = (path) => ENDINGS.some((end) => existsSync(join(root, path + end)));
  /** A name in capitals stands for any, and a decision may be named by its number. */
  const isGone = (path) => {
    const [, number] = /^docs\/decisions\/(\d{4})$/.exec(path) ?? [];
    if (number) return !decisions.some((name) => name.includes(`/${number}-`));
    return !/[A-Z]{4}/.test(path) && !exists(path);
  };
  const names = others.filter((name) => !AMBIGUOUS.includes(name));
  const patterns = [
    ...words,
    ...[...settings, ...names].map((name) => new RegExp(`\\b${name}\\b`)),
  ];

  return (file, text, isProse = file.endsWith(".md")) => {
    const found = [
      ...patterns.flatMap((pattern) => pattern.exec(text)?.[0] ?? []),
      ...others.map((name) => `\`${name}\``).filter((name) => text.includes(name)),
      ...(isProse ? all(PATH, text.replace(LINK, "")).filter(isGone) : []),
      ...(file.endsWith(".md") ? all(MODULE, text).filter(isGone) : []),
      ...(file.endsWith(".md")
        ? all(LINK, text).filter((path) => !exists(join(file, "..", path)))
        : []),
      ...all(SCRIPT, text).filter((name) => !(name in scripts)),
    ];
    return [...new Set(found)];
  };
}

/** `FILE:LINE: what is gone`, for the whole copy except the tests: some of them block or count requests to any address. */
export function findLeftovers(root, shape) {
  const goneIn = goneFinder(root, shape);
  return listFiles(root)
    .filter((file) => TEXT.test(file) && !/^tests\/|\.test\.|^package-lock/.test(file))
    .flatMap((file) =>
      readFileSync(join(root, file), "utf8")
        .split("\n")
        .flatMap((line, n) => {
          const isProse = file.endsWith(".md") || /^\s*(\/\/|#|\/?\*|\{\/\*)/.test(line);
          const gone = goneIn(file, line, isProse);
          return gone.length > 0 ? [`${file}:${n + 1}: ${gone.join(", ")}`] : [];
        }),
    );
}
