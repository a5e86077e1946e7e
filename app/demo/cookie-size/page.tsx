import type { Metadata } from "next";
import { Suspense } from "react";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { newToken } from "@/lib/session/tokens/reference-token";
import { Expectations } from "../shared/expectations";
import { demoPage } from "../shared/gate";
import { NextSteps } from "../shared/next-steps";
import { SignedIn } from "../shared/signed-in";
import { Sources } from "../shared/sources";
import { Experiment } from "./experiment";

export const metadata: Metadata = { title: "Cookie size" };

export default demoPage(function CookieSizePage() {
  return (
    <>
      <PageHeader title="How much fits into a cookie?">
        It is tempting to put roles, permissions and group names into the token. Add some, and see
        what your browser sends back. These are real cookies, encrypted like the session's. They
        have another name and go to one path of this lab only, so they break nothing else.
      </PageHeader>
      <Expectations page="cookie-size" />
      <Suspense fallback={<Panel title="Try it" className="min-h-96" />}>
        <SignedIn path="/demo/cookie-size">
          {() => <Experiment reference={newToken().length} />}
        </SignedIn>
      </Suspense>
      <p className="max-w-prose text-sm text-pretty text-mute">
        Instead, keep in the token what every request needs (here: id, name, email, role), and read
        the rest from the database where it is needed. Auth.js joins a split cookie again. Whatever
        else reads the cookie, such as middleware or another service, has to join it too.
      </p>
      <Sources
        files={{
          "lib/session/tokens/seal.ts": "encrypts the claims, for the session and for this page",
          "lib/session/tokens/claims.ts": "which claims the session cookie has",
          "lib/session/tokens/reference-token.ts":
            "the key that the database strategy uses instead",
          "app/demo/cookie-size/recipe.ts": "how this page splits a cookie, as Auth.js does",
        }}
      />
      <NextSteps
        steps={{
          "/demo/inspector": "How large is the cookie of my own session?",
          "/demo/roles": "And when a claim in the cookie is out of date?",
        }}
      />
    </>
  );
});
