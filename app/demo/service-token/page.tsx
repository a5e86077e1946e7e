import type { Metadata } from "next";
import { headers } from "next/headers";
import { strategy } from "@/auth";
import { Code } from "@/components/ui/code";
import { issuerOf, TOKEN_MAX_AGE } from "@/features/service-tokens/service-token";
import { inWords } from "@/lib/duration";
import { CodeBlock } from "../shared/code-block";
import { Command } from "../shared/command";
import { ExperimentPage } from "../shared/experiment-page";
import { demoPage } from "../shared/gate";
import { audiences } from "./audiences";
import { Experiment } from "./experiment";

export const metadata: Metadata = { title: "Service tokens" };
export const instant = false;

const lifetime = inWords(TOKEN_MAX_AGE);

export default demoPage(function ServiceTokenPage() {
  return (
    <ExperimentPage
      page="service-token"
      title="Service tokens"
      lead={`Your session cookie is only for this app: no other service can check it, and no other service should get it. For another service, the app signs a token that is valid for ${lifetime}. Anyone can verify it with the app's public keys.`}
      stage={() => <TryIt />}
      next={{
        "/demo/sign-out-elsewhere": "How soon can the session itself be ended?",
        "/demo/inspector": "What is in my session cookie?",
      }}
    >
      <div className="grid max-w-prose gap-3 text-pretty text-muted-foreground">
        <p>
          Signing out, a new role or deleting the user does not change a token that was issued. That
          is why every strategy reads the user from the database before it issues one, and why a
          token expires after {lifetime}. A service that cannot wait that long has to ask this app
          each time.
        </p>
        <p>
          <strong className="font-semibold text-foreground">How the keys change.</strong> They are
          derived from <Code>AUTH_SECRET</Code>. The first entry signs, and the public keys of all
          entries are published. Services cache them for {lifetime}. So publish a new key before it
          signs, and keep an old one until its last token has expired: wait longer than {lifetime}{" "}
          between the steps.
        </p>
      </div>
      <CodeBlock label="Replacing the secret, step by step">
        {`AUTH_SECRET=OLD        # before
AUTH_SECRET=OLD,NEW    # NEW is known, OLD signs
AUTH_SECRET=NEW,OLD    # NEW signs, tokens signed by OLD stay valid
AUTH_SECRET=NEW        # when the last session encrypted with OLD has been renewed or has ended`}
      </CodeBlock>
    </ExperimentPage>
  );
});

async function TryIt() {
  const [audience, other] = audiences;
  const issuer = issuerOf(await headers());
  return (
    <div className="grid grid-cols-1 gap-6">
      <Experiment strategy={strategy.name} audience={audience} other={other} />
      <div>
        <p className="mb-3 max-w-prose text-sm text-muted-foreground">
          The example service is plain Node.js with one package. If it runs on this machine, the
          buttons above use it.
        </p>
        <div className="grid justify-items-start gap-2">
          <Command>cd examples/service && npm install</Command>
          <Command>{`ISSUER=${issuer ?? "https://your.site"} AUDIENCE=${audience} npm start`}</Command>
        </div>
      </div>
    </div>
  );
}
