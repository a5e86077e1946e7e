import Link from "next/link";
import { strategy } from "@/auth";
import { Code } from "@/components/ui/code";
import { Panel } from "@/components/ui/panel";
import { strategyNames } from "@/lib/session/strategies";
import { Command } from "../shared/command";

/** The lines with which a running app changes its strategy, and nobody has to sign in again. */
export function FromHere() {
  const lines = strategyNames
    .filter((to) => to !== strategy.name)
    .map((to) => `AUTH_STRATEGY=${to} AUTH_STRATEGY_ALSO=${strategy.name} npm run demo`);
  return (
    <Panel
      title="From here to there"
      lead={`The choice is not final. From ${strategy.name}, which runs here, to another strategy, without signing anyone out:`}
    >
      <ul className="grid gap-2">
        {lines.map((line) => (
          <li key={line}>
            <Command>{line}</Command>
          </li>
        ))}
      </ul>
      <p className="mt-3 max-w-prose text-sm text-muted-foreground">
        Stop this app first; in production, set the two variables and restart. Sessions of both
        strategies are accepted then, and each old one is exchanged when its owner comes back. To go
        back, swap the two names. A stock Auth.js app comes with{" "}
        <Code>AUTH_STRATEGY_ALSO=authjs-jwt</Code> or <Code>authjs-database</Code>. The order for
        several servers is in{" "}
        <Link href="/demo/docs/migrate" className="link">
          Change the strategy of a running app
        </Link>
        .
      </p>
    </Panel>
  );
}
