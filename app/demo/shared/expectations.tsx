import type { ReactNode } from "react";
import { DataItem, DataList } from "@/components/ui/data-list";
import { Panel } from "@/components/ui/panel";
import type { StrategyName as Name } from "@/lib/env";
import { StrategyName } from "./running";

/** What to expect, by strategy: a new strategy does not compile before every page has said it. */
export type ByStrategy<Fact> = Record<Name, Fact>;

/** One card per strategy, with the same names in each. */
export function Expectations({ facts }: { facts: ByStrategy<Record<string, ReactNode>> }) {
  return (
    <section aria-label="What to expect" className="grid gap-4 md:grid-cols-2">
      {Object.entries(facts).map(([name, values]) => (
        <Panel
          key={name}
          strategy={name}
          title={<StrategyName name={name} />}
          className="[&>h2]:mb-3"
        >
          <DataList>
            {Object.entries(values).map(([fact, value]) => (
              <DataItem key={fact} name={fact}>
                {value}
              </DataItem>
            ))}
          </DataList>
        </Panel>
      ))}
    </section>
  );
}
