import { parseEnv } from "./env-schema";

/**
 * Ends the process with 1 when the environment is not valid. Prints all problems at once, one line each, without a stack
 * trace: they are for the person who starts the server.
 */
export function stopOnBadEnvironment(): void {
  const result = parseEnv(process.env);
  if ("env" in result) return;
  const lines = result.problems.map((problem) => `  ${problem}`).join("\n");
  process.stderr.write(
    `\nNot started: the environment needs attention (.env.example explains each).\n\n${lines}\n\n`,
  );
  process.exit(1);
}
