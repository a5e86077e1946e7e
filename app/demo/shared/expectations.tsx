import { strategyNames } from "@/lib/session/strategies";
import { IfRunning } from "./running";
import { StrategyTable } from "./strategy-table";
import { notDescribed, wordsOf } from "./words";

/** What to expect of each strategy. */
export async function Expectations({ page }: { page: "demo" }) {
  const facts = await Promise.all(
    strategyNames.map(async (name) => (await wordsOf(name)).expect?.[page]),
  );
  const names = [...new Set(facts.flatMap((found) => Object.keys(found ?? {})))];
  return (
    <section aria-label="What to expect">
      <h2 className="mb-3 text-xl font-semibold">What to expect</h2>
      <StrategyTable
        columns={strategyNames.map((name) => ({
          label: name,
          strategy: name,
          mark: <IfRunning name={name} />,
        }))}
        rows={names.map((name, n) => ({
          name: `${name[0]?.toUpperCase()}${name.slice(1)}`,
          cells: facts.map((found) => found?.[name] ?? (n === 0 ? notDescribed : "–")),
        }))}
      />
    </section>
  );
}
