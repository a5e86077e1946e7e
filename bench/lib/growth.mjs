import { startApp } from "./app.mjs";
import { post } from "./load.mjs";

/** Measures how the cost of a reading grows, in the process of the first strategy that uses a store. */
export function measureGrowth(strategies, { plan, database, settings }) {
  const stored = strategies.find(({ asksStore }) => asksStore);
  const record = { rows: [], sessions: [], claims: [] };
  const jobs = [];
  let app;
  const env = { ...settings, AUTH_STRATEGY: stored.name, DATABASE_URL: database.url };
  jobs.push({
    title: "growth: starting",
    async run() {
      app = await startApp(env);
    },
  });
  for (const [of, amounts] of Object.entries(plan.growth))
    for (const amount of amounts.filter((amount) => amount <= database.mostRows))
      jobs.push({
        title: `growth: ${amount.toLocaleString("en")} ${of}`,
        run: async () => {
          record[of].push(await post(`${app.url}/api/growth`, { of, amount }));
        },
      });
  jobs.push({ title: "growth: stopping", run: () => app.stop() });
  return { jobs, record };
}
