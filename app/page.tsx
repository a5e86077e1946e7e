import { toFacts } from "@/components/strategy-facts";
import { ButtonLink } from "@/components/ui/button";
import { Code } from "@/components/ui/code";
import { DataItem, DataList } from "@/components/ui/data-list";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { env } from "@/lib/env";
import { assemble } from "@/lib/session/assemble";
import { strategies, strategyNames } from "@/lib/session/strategies";

export default function StartPage() {
  return (
    <>
      <PageHeader title="One app, one variable, several kinds of session">
        The same pages, forms and checks run on every strategy. Change <Code>AUTH_STRATEGY</Code>,
        start again, and see what changes.
      </PageHeader>
      <div className="mb-6 flex flex-wrap gap-2">
        {__DEMO__ && env.DEMO ? (
          <ButtonLink href="/demo" variant="primary">
            See the difference
          </ButtonLink>
        ) : null}
        <ButtonLink href="/account">Your account</ButtonLink>
      </div>
      <div className="grid gap-4 lg:grid-cols-3">
        {strategyNames.map((name) => (
          <Panel
            key={name}
            strategy={name}
            title={<span className="font-mono text-strategy-text">{name}</span>}
          >
            <DataList>
              {Object.entries(toFacts(assemble(strategies[name]))).map(([fact, value]) => (
                <DataItem key={fact} name={fact}>
                  {value}
                </DataItem>
              ))}
            </DataList>
          </Panel>
        ))}
      </div>
      <p className="mt-6 max-w-prose text-sm text-pretty text-mute">
        To read the difference, compare the files in <Code>lib/session/strategies</Code>:{" "}
        {strategyNames.map((name, n) => (
          <span key={name}>
            {n > 0 && ", "}
            <Code>{name}.ts</Code>
          </span>
        ))}
        . <Code>auth.ts</Code> picks one of them at start.
      </p>
    </>
  );
}
