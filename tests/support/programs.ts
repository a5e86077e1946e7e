// Programs that some tests start: those of the machine, where it has them.
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

/** Says what is skipped; where nothing may be, as in CI, it throws. */
export function missing(program: string, what: string): undefined {
  const message = `${program} is not installed: ${what} is not tested`;
  if (process.env.TEST_REQUIRE_SERVICES) throw new Error(message);
  console.info(message);
}
