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
import { NextSteps } from "../shared/next-steps";
import { SignedIn } from "../shared/signed-in";
import { Sources } from "../shared/sources";
import { audiences } from "./audiences";
import { Experiment } from "./experiment";

export const metadata: Metadata = { title: "Service tokens" };

const lifetime = inWords(TOKEN_MAX_AGE);

export default function ServiceTokenPage() {
  return (
    <>
      <PageHeader title="How does another service know who calls?">
        Your session's cookie is for this app: no other service can check it, and none should get
        it. For them the app signs a token that lives for {lifetime} and is meant for one service
        alone. Anyone can verify it with the app's public keys.
      </PageHeader>
      <Expectations
        facts={{
          jwt: {
            "to get one": "the cookie is decrypted, then the database is asked for the user",
            "after signing out": "a copy of the cookie still gets new ones, until it expires",
            "one that is out": `works until it ends, ${lifetime} at most`,
          },
          database: {
            "to get one": "one SQL statement finds session and user",
            "after signing out": "no new ones, from the next request on",
            "one that is out": `works until it ends, ${lifetime} at most`,
          },
          hybrid: {
            "to get one": "the access token is decrypted, then the row is asked, user and all",
            "after signing out": "no new ones, from the next request on",
            "one that is out": `works until it ends, ${lifetime} at most`,
          },
        }}
      />
      <Suspense fallback={<Panel title="Try it" className="min-h-80" />}>
        <SignedIn path="/demo/service-token">{() => <TryIt />}</SignedIn>
      </Suspense>
      <p className="max-w-prose text-sm text-pretty text-mute">
        Signing out, a new role, a deleted user: nothing reaches a token that is out. That is why
        every strategy checks afresh before it makes one, and why it ends after {lifetime}. A
        service that cannot wait that long has to ask this app each time.
      </p>
      <Panel
        title="How the keys change"
        lead={
          <>
            They are derived from <Code>AUTH_SECRET</Code>: the first entry signs, the public halves
            of all are published. Services keep them for {lifetime}, so a new key is published
            before it signs, and an old one stays until its last token has ended. Leave more than
            that between the steps.
          </>
        }
      >
        <CodeBlock label="Replacing the secret, step by step">
          {`AUTH_SECRET=OLD        # before
AUTH_SECRET=OLD,NEW    # NEW is known, OLD signs
AUTH_SECRET=NEW,OLD    # NEW signs, tokens by OLD are still good
AUTH_SECRET=NEW        # once the last session by OLD has been renewed or has ended`}
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
          "/demo/sign-out-elsewhere": "And how soon does a session itself end?",
          "/demo/inspector": "What is in the cookie that stays here?",
        }}
      />
    </>
  );
}

async function TryIt() {
  const [audience, other] = audiences;
  const issuer = issuerOf(await headers());
  return (
    <>
      <Experiment audience={audience} other={other} />
      <Panel
        title="The example service"
        lead="Plain Node.js and one package. While it runs on this machine, the buttons above talk to it."
      >
        <CodeBlock label="Starting the example service">
          {`cd examples/service && npm install
ISSUER=${issuer ?? "https://your.site"} AUDIENCE=${audience} npm start`}
        </CodeBlock>
      </Panel>
    </>
  );
}
