// Stores hashes of inputs in .data/, so that unchanged outputs are not built again.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { inProject } from "./run.mjs";

const markFile = (name) => inProject(`.data/${name}.sha256`);

/**
 * SHA-256 of the names and contents of `files` and of `more`. For an unreadable file, the error code replaces its
 * contents.
 */
export function hashInputs(files, more = []) {
  const hash = createHash("sha256").update(JSON.stringify(more));
  for (const name of files) {
    const content = read(name);
    hash.update(`\n${name} ${content.length}\n`).update(content);
  }
  return hash.digest("hex");
}

function read(name) {
  try {
    return readFileSync(inProject(name));
  } catch ({ code }) {
    return Buffer.from(code); // missing, a broken link, or a link to a folder
  }
}

export function hasMark(name, hash) {
  return existsSync(markFile(name)) && readFileSync(markFile(name), "utf8") === hash;
}

export function setMark(name, hash) {
  mkdirSync(inProject(".data"), { recursive: true });
  writeFileSync(markFile(name), hash);
}

export function clearMark(name) {
  rmSync(markFile(name), { force: true });
}
