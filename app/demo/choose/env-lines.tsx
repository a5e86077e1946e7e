import { Code } from "@/components/ui/code";
import { DataItem, DataList } from "@/components/ui/data-list";
import { Panel } from "@/components/ui/panel";
import { inWords } from "@/lib/duration";
import { CodeBlock } from "../shared/code-block";
import { CopyButton } from "../shared/copy-button";
import { type Settings, toLines } from "./settings";

export function EnvLines({ settings }: { settings: Settings }) {
  const { lifetimes, access, devices, env } = settings;
  const lines = toLines(env);
  return (
    <Panel title="Lifetimes and settings" lead={lifetimes.why}>
      <div className="grid gap-4">
        <DataList>
          {lifetimes.idle ? (
            <DataItem name="without activity, it ends after">
              {inWords(lifetimes.idle)}; activity is recorded every {inWords(lifetimes.idle / 10)}
            </DataItem>
          ) : (
            <DataItem name="without a visit, it ends after">{inWords(lifetimes.maxAge)}</DataItem>
          )}
          <DataItem name="in any case, it ends">
            {inWords(lifetimes.absolute)} after signing in
          </DataItem>
          {access && (
            <DataItem name="an access token lives">
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
        <p className="max-w-prose text-sm text-mute">
          Put in your own addresses{Object.values(env).includes("") && ", fill in what is empty"},
          and keep the <Code>AUTH_SECRET</Code> that you have. <Code>.env.example</Code> explains
          each line, and has the defaults of all others.
        </p>
      </div>
    </Panel>
  );
}

const Why = ({ children }: { children: string }) => <span className="font-normal">{children}</span>;
