import Link from "next/link";
import { strategy } from "@/auth";
import { Code } from "@/components/ui/code";
import { Panel } from "@/components/ui/panel";
import { strategyNames } from "@/lib/session/strategies";
import { Command } from "../shared/command";

/** The commands that change the strategy of a running app without a new sign-in. */
export function FromHere() {
  const lines = strategyNames
    .filter((to) => to !== strategy.name)
    .map((to) => `AUTH_STRATEGY=${to} AUTH_STRATEGY_ALSO=${strategy.name} npm run demo`);
  return (
    <Panel
      title="Change the strategy later"
      lead={`The choice is not final. These commands change from ${strategy.name}, which runs here, to another strategy without signing anyone out:`}
    >
      <ul className="grid gap-2">
        {lines.map((line) => (
          <li key={line}>
            <Command>{line}</Command>
          </li>
        ))}
      </ul>
      <p className="mt-3 max-w-prose text-sm text-muted-foreground">
        Stop this app first; in production, set the two variables and restart. Then sessions of both
        strategies are accepted, and each old session is exchanged when its user comes back. To go
        back, swap the two names. For a stock Auth.js app, set{" "}
        <Code>AUTH_STRATEGY_ALSO=authjs-jwt</Code> or <Code>authjs-database</Code>. For the order of
        the steps with several servers, see{" "}
        <Link href="/demo/docs/migrate" className="link">
          Change the strategy of a running app
        </Link>
        .
      </p>
    </Panel>
  );
}
