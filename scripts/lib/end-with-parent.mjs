// Preloaded into every Node process that the scripts start, and into what those start: when its parent
// is gone, a process goes too. So a `kill -9` of the script leaves nothing behind, however deep.
import { isMainThread } from "node:worker_threads";

if (isMainThread) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid !== parent) process.exit(1);
  }, 250);
  watch.unref();
}
