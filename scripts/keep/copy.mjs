// `keep` works in a copy of the project. It changes the project itself only after all steps have succeeded and the user
// has agreed.
import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { inProject } from "../lib/run.mjs";
import { Stop } from "../lib/stop.mjs";

const GENERATED =
  /^(node_modules|\.git|\.next|\.data|generated|test-results|next-env\.d\.ts|tsconfig\.tsbuildinfo)($|\/)/;
const APP_CODE = /^(?!(tests|scripts|bench|examples)\/).*(?<!\.(test|spec)|\.d)\.tsx?$/;

/** Copies the files of the project. Returns the folder. */
export function makeCopy() {
  const copy = mkdtempSync(join(tmpdir(), "keep-"));
  for (const file of projectFiles()) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(inProject(file), join(copy, file));
  }
  symlinkSync(inProject("node_modules"), join(copy, "node_modules"), "junction");
  return copy;
}

export const removeCopy = (copy) => rmSync(copy, { recursive: true, force: true });

/** The output of a git command in the project. */
export function askGit(args) {
  try {
    const options = { cwd: inProject("."), encoding: "utf8", maxBuffer: 1 << 26, stdio: "pipe" };
    return execFileSync("git", args, options);
  } catch (error) {
    throw new Stop(
      `git does not work in this folder: ${(error.stderr || error.message).trim()} → install git, or run git init && git add -A && git commit -m start`,
    );
  }
}

/** All files that git tracks or would add. */
function projectFiles() {
  return askGit(["ls-files", "-coz", "--exclude-standard"])
    .split("\0")
    .filter((file) => file && existsSync(inProject(file)));
}

/** The relative paths of the files in a copy, without generated files. */
export function listFiles(root, folder = "") {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}${entry.name}`;
    if (GENERATED.test(path)) return [];
    return entry.isDirectory() ? listFiles(root, `${path}/`) : [path];
  });
}

/** The changes that make the project equal to the copy, and the size of both. */
export function compare(copy) {
  const mine = projectFiles();
  const wanted = listFiles(copy);
  const kept = new Set(wanted);
  const there = new Set(mine);
  const differs = (file) => !readFileSync(inProject(file)).equals(readFileSync(join(copy, file)));
  return {
    deleted: mine.filter((file) => !kept.has(file)),
    changed: wanted.filter((file) => there.has(file) && differs(file)),
    added: wanted.filter((file) => !there.has(file)),
    before: sizeOf(inProject("."), mine),
    after: sizeOf(copy, wanted),
  };
}

function sizeOf(root, files) {
  const lines = files
    .filter((file) => APP_CODE.test(file))
    .map((file) => readFileSync(join(root, file), "utf8").split("\n").length - 1);
  const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return {
    files: files.length,
    lines: lines.reduce((sum, count) => sum + count, 0),
    dependencies: Object.keys(dependencies).length,
  };
}

/** Changes the project. If this fails, for example because the disk is full, the project is restored. */
export function putInPlace(copy, { deleted, changed, added }) {
  const before = new Map(
    [...deleted, ...changed].map((file) => [file, readFileSync(inProject(file))]),
  );
  try {
    for (const file of [...changed, ...added]) write(file, readFileSync(join(copy, file)));
    for (const file of deleted) rmSync(inProject(file));
    for (const file of deleted) removeEmptyFolders(dirname(file));
  } catch (error) {
    for (const [file, content] of before) write(file, content);
    for (const file of added) rmSync(inProject(file), { force: true });
    throw error;
  }
}

function write(file, content) {
  mkdirSync(dirname(inProject(file)), { recursive: true });
  writeFileSync(inProject(file), content);
}

function removeEmptyFolders(folder) {
  if (folder === "." || !existsSync(inProject(folder))) return;
  if (readdirSync(inProject(folder)).length > 0) return;
  rmSync(inProject(folder), { recursive: true });
  removeEmptyFolders(dirname(folder));
}
