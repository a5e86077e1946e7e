import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

/** The scripts that the browser loads with the page `html`, without those for browsers that know no modules. */
export function clientScripts(html) {
  const polyfills = [...html.matchAll(/<script[^>]*nomodule[^>]*>/gi)].join();
  const all = new Set(html.match(/static\/chunks\/[\w./~-]+?\.js/g));
  return [...all].filter((name) => !polyfills.includes(name)).sort();
}

/** Their size in bytes, gzipped. `folder` is the folder of the build. */
export const gzippedSize = (scripts, folder) =>
  scripts.reduce((sum, name) => sum + gzipSync(readFileSync(`${folder}/.next/${name}`)).length, 0);
