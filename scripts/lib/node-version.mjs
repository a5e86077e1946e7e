// In the syntax of old Nodes, since they are who this is for.
const WANTED = [20, 19];

/** Ends the process with one line when this Node is too old. `engines` in package.json says the same. */
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
