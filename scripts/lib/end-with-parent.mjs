// Preloaded into every Node process that the scripts start, and into their child processes: a process ends when its
// parent has ended. So `kill -9` of the script leaves no processes behind.
import { isMainThread } from "node:worker_threads";

if (isMainThread) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid !== parent) process.exit(1);
  }, 250);
  watch.unref();
}
