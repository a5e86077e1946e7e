// A cold start: from the start of a process to its first answer.
import { startServerless } from "../../tests/support/serverless.mjs";
import { shuffle } from "./stats.mjs";

const PATHS = ["/api/ping", "/api/me"];

/** Returns the jobs, which write into `record`: per strategy, the starts for each path and what the process has loaded. */
export function measureColdStarts(strategies, { plan, sessions, database, settings }) {
  const record = Object.fromEntries(
    strategies.map(({ name }) => [name, { "/api/ping": [], "/api/me": [] }]),
  );
  const jobs = strategies.flatMap(({ name }) => {
    const [{ cookie }] = sessions[name];
    // As on Vercel: a process does not outlive its requests.
    const env = { ...settings, AUTH_STRATEGY: name, DATABASE_URL: database.url, VERCEL: "1" };
    return Array.from({ length: plan.starts + 1 }, (_, round) => ({
      title: `${name}: cold starts, round ${round} of ${plan.starts}`,
      async run() {
        for (const path of shuffle(PATHS)) {
          const start = await coldStart(path, cookie, env);
          // The first round reads the files from the disk.
          if (round > 0) record[name][path].push(start);
        }
      },
    }));
  });
  return { jobs, record };
}

async function coldStart(path, cookie, env) {
  const begun = performance.now();
  const app = await startServerless(".", env);
  const answer = await fetch(app.url + path, { headers: { cookie } });
  const text = await answer.text();
  const ms = performance.now() - begun;
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${text}`);
  const { files, processor } = await app.usage();
  await app.stop();
  return { ms, processor, files: files.length };
}
