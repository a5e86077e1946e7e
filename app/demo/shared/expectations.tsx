import type { ReactNode } from "react";
import { Panel } from "@/components/ui/panel";
import type { StrategyName as Name } from "@/lib/env";
import { StrategyName } from "./running";

/** What to expect, by strategy: a new strategy does not compile before every page has said it. */
export type ByStrategy<Fact> = Record<Name, Fact>;

/** One card per strategy, with the same names in each. */
export function Expectations({ facts }: { facts: ByStrategy<Record<string, ReactNode>> }) {
  return (
    <section aria-label="What to expect" className="grid gap-4 lg:grid-cols-3">
      {Object.entries(facts).map(([name, values]) => (
        <Panel key={name} strategy={name} title={<StrategyName name={name} />}>
          <dl className="grid gap-x-6 gap-y-2 text-sm sm:max-lg:grid-cols-[8rem_1fr]">
            {Object.entries(values).map(([fact, value]) => (
              <div
                key={fact}
                className="sm:max-lg:col-span-2 sm:max-lg:grid sm:max-lg:grid-cols-subgrid"
              >
                <dt className="text-mute">{fact}</dt>
                <dd className="font-medium">{value}</dd>
              </div>
            ))}
          </dl>
        </Panel>
      ))}
    </section>
  );
}
