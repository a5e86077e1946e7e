// Programs that some tests start, if the machine has them.
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** The path of a program. Debian keeps servers where only root's PATH leads. */
export function findProgram(name: string): string | undefined {
  return [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin"]
    .map((folder) => join(folder, name))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** Prints what is skipped. Throws if nothing may be skipped, as in CI. */
export function missing(program: string, what: string): undefined {
  const message = `${program} is not installed: ${what} is not tested`;
  if (process.env.TEST_REQUIRE_SERVICES) throw new Error(message);
  console.info(message);
}
