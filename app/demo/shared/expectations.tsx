import { Panel } from "@/components/ui/panel";
import { type StrategyName as Name, strategyNames } from "@/lib/session/strategies";
import { StrategyName } from "./running";
import { notDescribed, wordsOf } from "./words";

/** One card per strategy, with the same names in each: what to expect on this page. */
export function Expectations({ page }: { page: "demo" }) {
  return (
    <section aria-label="What to expect" className="grid gap-4 lg:grid-cols-2">
      {strategyNames.map((name) => (
        <Panel key={name} strategy={name} title={<StrategyName name={name} />}>
          <Facts page={page} name={name} />
        </Panel>
      ))}
    </section>
  );
}

async function Facts({ page, name }: { page: "demo"; name: Name }) {
  const facts = (await wordsOf(name)).expect?.[page];
  if (!facts) return <p className="text-sm text-muted-foreground">{notDescribed}</p>;
  return (
    <dl className="grid gap-x-6 gap-y-2 text-sm sm:max-lg:grid-cols-[8rem_1fr]">
      {Object.entries(facts).map(([fact, value]) => (
        <div key={fact} className="sm:max-lg:col-span-2 sm:max-lg:grid sm:max-lg:grid-cols-subgrid">
          <dt className="text-muted-foreground">{fact}</dt>
          <dd className="font-medium">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
