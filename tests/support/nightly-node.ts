// A node of a cluster, as a process: every 50 ms it believes that it is three in the morning, says "night",
// and "run" when it is the one to clean up, which then takes it forever.
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
setInterval(() => {}, 1000); // as a server that goes on
