import type { Metadata } from "next";
import { headers } from "next/headers";
import { Suspense } from "react";
import { Code } from "@/components/ui/code";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { issuerOf, TOKEN_MAX_AGE } from "@/features/service-tokens/service-token";
import { inWords } from "@/lib/duration";
import { CodeBlock } from "../shared/code-block";
import { Expectations } from "../shared/expectations";
import { demoPage } from "../shared/gate";
import { NextSteps } from "../shared/next-steps";
import { SignedIn } from "../shared/signed-in";
import { Sources } from "../shared/sources";
import { audiences } from "./audiences";
import { Experiment } from "./experiment";

export const metadata: Metadata = { title: "Service tokens" };

const lifetime = inWords(TOKEN_MAX_AGE);

export default demoPage(function ServiceTokenPage() {
  return (
    <>
      <PageHeader title="How does another service know who calls?">
        Your session cookie is for this app. No other service can check it, and none should get it.
        For other services the app signs a token, which lives for {lifetime} and is meant for one
        service. Anyone can verify it with the app's public keys.
      </PageHeader>
      <Expectations page="service-token" />
      <Suspense fallback={<Panel title="Try it" className="min-h-80" />}>
        <SignedIn path="/demo/service-token">{() => <TryIt />}</SignedIn>
      </Suspense>
      <p className="max-w-prose text-sm text-pretty text-mute">
        Signing out, a new role or deleting the user does not change a token that was issued. That
        is why every strategy reads the user from the database before it issues one, and why a token
        expires after {lifetime}. A service that cannot wait that long has to ask this app each
        time.
      </p>
      <Panel
        title="How the keys change"
        lead={
          <>
            The keys are derived from <Code>AUTH_SECRET</Code>. The first entry signs, and the
            public keys of all entries are published. Services cache them for {lifetime}. So publish
            a new key before it signs, and keep an old one until its last token has expired: wait
            longer than {lifetime} between the steps.
          </>
        }
      >
        <CodeBlock label="Replacing the secret, step by step">
          {`AUTH_SECRET=OLD        # before
AUTH_SECRET=OLD,NEW    # NEW is known, OLD signs
AUTH_SECRET=NEW,OLD    # NEW signs, tokens signed by OLD stay valid
AUTH_SECRET=NEW        # when the last session encrypted with OLD has been renewed or has ended`}
        </CodeBlock>
      </Panel>
      <Sources
        files={{
          "app/api/token/route.ts": "who gets a token, and what is refused",
          "features/service-tokens/service-token.ts":
            "the claims, the keys, and which audiences are allowed",
          "app/.well-known/jwks.json/route.ts": "the public keys",
          "examples/service/server.mjs": "what a service has to check, in full",
          "app/demo/api/service-token/service.ts": "how this page plays the service",
        }}
      />
      <NextSteps
        steps={{
          "/demo/sign-out-elsewhere": "How soon does a session itself end?",
          "/demo/inspector": "What is in the cookie that stays here?",
        }}
      />
    </>
  );
});

async function TryIt() {
  const [audience, other] = audiences;
  const issuer = issuerOf(await headers());
  return (
    <>
      <Experiment audience={audience} other={other} />
      <Panel
        title="The example service"
        lead="Plain Node.js and one package. While it runs on this machine, the buttons above use it."
      >
        <CodeBlock label="Starting the example service">
          {`cd examples/service && npm install
ISSUER=${issuer ?? "https://your.site"} AUDIENCE=${audience} npm start`}
        </CodeBlock>
      </Panel>
    </>
  );
}
