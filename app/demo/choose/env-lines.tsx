import type { ReactNode } from "react";
import { Code } from "@/components/ui/code";
import { DataItem, DataList } from "@/components/ui/data-list";
import { Panel } from "@/components/ui/panel";
import { inWords } from "@/lib/duration";
import { CodeBlock } from "../shared/code-block";
import { Command } from "../shared/command";
import { CopyButton } from "../shared/copy-button";
import { type Settings, toLines } from "./settings";

interface EnvLinesProps {
  settings: Settings;
  /** The strategy that runs here, from which a move would start. */
  running: string;
}

export function EnvLines({ settings, running }: EnvLinesProps) {
  const { lifetimes, access, devices, env } = settings;
  const lines = toLines(env);
  const keep = [
    `npm run keep -- ${env.AUTH_STRATEGY}`,
    env.REDIS_URL && "--redis",
    !env.DATABASE_URL && "--no-database",
  ]
    .filter(Boolean)
    .join(" ");
  return (
    <Panel title="Lifetimes and settings" lead={lifetimes.why}>
      <div className="grid gap-4">
        <DataList>
          {lifetimes.idle ? (
            <DataItem name="ends without activity after">
              {inWords(lifetimes.idle)}; activity is recorded every {inWords(lifetimes.idle / 10)}
            </DataItem>
          ) : (
            <DataItem name="ends without a visit after">{inWords(lifetimes.maxAge)}</DataItem>
          )}
          <DataItem name="ends at the latest">
            {inWords(lifetimes.absolute)} after signing in
          </DataItem>
          {access && (
            <DataItem name="access token lifetime">
              {inWords(access.seconds)}. <Why>{access.why}</Why>
            </DataItem>
          )}
          {devices && (
            <DataItem name="sessions per user">
              {devices.sessions}. <Why>{devices.why}</Why>
            </DataItem>
          )}
        </DataList>
        <CodeBlock label="Lines for .env">{lines}</CodeBlock>
        <CopyButton key={lines} text={() => `${lines}\n`}>
          Copy these lines
        </CopyButton>
        <p className="max-w-prose text-sm text-muted-foreground">
          Replace the addresses with your own
          {Object.values(env).includes("") && ", fill in the empty values"}, and keep your{" "}
          <Code>AUTH_SECRET</Code>. <Code>.env.example</Code> explains every setting and its
          default.
        </p>
        <ol className="grid gap-4 border-t border-border pt-4 text-sm">
          <Step title="Try it here">
            <Command>{`AUTH_STRATEGY=${env.AUTH_STRATEGY} npm run demo`}</Command>
          </Step>
          <Step title="Keep only this strategy, and remove the others">
            <Command>{keep}</Command>
          </Step>
          {env.AUTH_STRATEGY !== running && (
            <Step title={`Move an app from ${running} without signing anyone out`}>
              <Command>{`AUTH_STRATEGY=${env.AUTH_STRATEGY} AUTH_STRATEGY_ALSO=${running} npm start`}</Command>
            </Step>
          )}
        </ol>
      </div>
    </Panel>
  );
}

const Why = ({ children }: { children: string }) => <span className="font-normal">{children}</span>;

function Step({ title, children }: { title: string; children: ReactNode }) {
  return (
    <li className="grid justify-items-start gap-1.5">
      <span className="font-medium">{title}</span>
      {children}
    </li>
  );
}
