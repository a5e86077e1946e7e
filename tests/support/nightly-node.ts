// A server of a cluster, as a process: every 50 ms its clock is at 03:00. It prints "night", and "run" if it may run
// the cleanup, which then never ends.
import { everyNight, onceANight } from "../../lib/accounts/nightly";
import { openPool } from "../../lib/database/pool";

const pool = openPool(process.argv[2] ?? "");
const almostThree = Date.parse("2030-01-01T02:59:59.950Z");

everyNight(
  async () => {
    const run = onceANight(pool, () => {
      console.log("run");
      return new Promise(() => {});
    });
    if ((await run) === null) console.log("night");
  },
  () => almostThree,
);
setInterval(() => {}, 1000); // keeps the process alive, like a server
