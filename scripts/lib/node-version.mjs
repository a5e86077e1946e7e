// Uses old syntax, so that old versions of Node.js can run this check.
const WANTED = [20, 19];

/** Ends the process with one line if this Node.js is too old. `engines` in package.json has the same version. */
export function requireNode() {
  const parts = process.versions.node.split(".").map(Number);
  if (parts[0] > WANTED[0] || (parts[0] === WANTED[0] && parts[1] >= WANTED[1])) return;
  console.error(
    "Node " +
      process.versions.node +
      " is too old: " +
      WANTED.join(".") +
      " or newer is needed → https://nodejs.org",
  );
  process.exit(1);
}
