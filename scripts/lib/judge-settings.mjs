// Validates the settings by the app's own schema. Run with tsx, in the environment that the server will get. `next
// start` checks the same, but only after the build.
import { parseEnv } from "../../lib/env-schema";

const { problems = [] } = parseEnv(process.env);
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
