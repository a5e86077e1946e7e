// Remembers, in .data/, what something was made of, so that it need not be made again.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { inProject } from "./run.mjs";

const markFile = (name) => inProject(`.data/${name}.sha256`);

/** SHA-256 over the names and contents of `files` (one that cannot be read counts as such) and over `more`. */
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
    return Buffer.from(code); // it is not there, or a link to nowhere, or to a folder
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
