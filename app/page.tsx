import type { ReactNode } from "react";
import { ButtonLink } from "@/components/ui/button";
import { Code } from "@/components/ui/code";
import { DataItem, DataList } from "@/components/ui/data-list";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";

export default function StartPage() {
  return (
    <>
      <PageHeader title="One app, one variable, several kinds of session">
        The same pages, forms and checks run on every strategy. Flip <Code>AUTH_STRATEGY</Code>,
        start again, and see what changes.
      </PageHeader>
      <div className="mb-6 flex flex-wrap gap-2">
        <ButtonLink href="/account" variant="primary">
          Your account
        </ButtonLink>
        {__DEMO__ ? <ButtonLink href="/demo">See the difference</ButtonLink> : null}
      </div>
      <div className="grid gap-4 md:grid-cols-2">
        <Strategy
          name="jwt"
          cookie="everything: id, name, email, role and times, encrypted"
          cost="one decryption, no store"
          endedBy="expiry alone; a copy of the cookie works until then"
        />
        <Strategy
          name="database"
          cookie="a random key; the server stores only its SHA-256"
          cost="one SQL statement"
          endedBy="deleting the row; the very next request is out"
        />
      </div>
      <p className="mt-6 max-w-prose text-sm text-mute">
        To read the difference, compare two files: <Code>lib/session/strategies/jwt.ts</Code> and{" "}
        <Code>lib/session/strategies/database.ts</Code>. <Code>auth.ts</Code> picks one of them.
      </p>
    </>
  );
}

interface StrategyProps {
  name: string;
  cookie: ReactNode;
  cost: ReactNode;
  endedBy: ReactNode;
}

function Strategy({ name, cookie, cost, endedBy }: StrategyProps) {
  return (
    <Panel strategy={name} title={<span className="font-mono text-strategy-text">{name}</span>}>
      <DataList>
        <DataItem name="In the cookie">{cookie}</DataItem>
        <DataItem name="A request costs">{cost}</DataItem>
        <DataItem name="Ended by">{endedBy}</DataItem>
      </DataList>
    </Panel>
  );
}
