import type { Metadata } from "next";
import { Suspense } from "react";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { Expectations } from "../shared/expectations";
import { NextSteps } from "../shared/next-steps";
import { SignedIn } from "../shared/signed-in";
import { Sources } from "../shared/sources";
import { Cost } from "./cost";
import { Inspection } from "./inspection";

export const metadata: Metadata = { title: "Inspector" };

export default function InspectorPage() {
  return (
    <>
      <PageHeader title="What is in a session?">
        Your browser sends a cookie with every request. Here is what it holds, what the server keeps
        to go with it, and what it costs to find out who you are.
      </PageHeader>
      <Expectations
        facts={{
          jwt: {
            "the cookie": "some 450 bytes: your id, name, email and role, encrypted",
            "the server keeps": "nothing",
            "a check costs": "one decryption, no SQL",
          },
          database: {
            "the cookie": "some 60 bytes: a random key that says nothing",
            "the server keeps": "one row per sign-in; of the key only a hash",
            "a check costs": "one SQL statement for session and user together",
          },
          hybrid: {
            "the cookie":
              "an access token of some 470 bytes, for minutes; a refresh token besides, for one path",
            "the server keeps": "one row per sign-in; of the refresh token only a hash",
            "a check costs": "one decryption, no SQL; a refresh costs two statements",
          },
        }}
      />
      <Suspense fallback={<Panel title="Your session" className="min-h-96" />}>
        <SignedIn path="/demo/inspector">
          {(session) => (
            <>
              <Inspection session={session} />
              <Cost />
            </>
          )}
        </SignedIn>
      </Suspense>
      <Sources
        files={{
          "lib/session/tokens/claims.ts": "which claims go into a cookie that carries them",
          "lib/session/strategies/jwt.ts": "how it is opened again",
          "lib/session/strategies/database.ts": "the random key, and the row that it leads to",
          "lib/session/strategies/hybrid.ts":
            "the access token, and the refresh token that leads to a row",
          "lib/session/store/table.ts": "the one SQL statement that a check costs",
          "lib/session/cookie.ts": "names and flags of the cookies",
          "lib/http/timing.ts": "how statements and milliseconds are counted",
        }}
      />
      <NextSteps
        steps={{
          "/demo/cookie-size": "What if I put more into the cookie?",
          "/demo/sign-out-elsewhere": "What can I do with a row that I cannot do with a cookie?",
        }}
      />
    </>
  );
}
