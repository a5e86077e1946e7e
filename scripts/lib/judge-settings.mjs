// Run with tsx, in the environment that the server will get: the app's own schema has the last word.
// `next start` says the same, but only after a build.
import { parseEnv } from "../../lib/env-schema";

const { problems = [] } = parseEnv(process.env);
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
