import type { Metadata } from "next";
import { Suspense } from "react";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { newToken } from "@/lib/session/tokens/reference-token";
import { Expectations } from "../shared/expectations";
import { NextSteps } from "../shared/next-steps";
import { SignedIn } from "../shared/signed-in";
import { Sources } from "../shared/sources";
import { Experiment } from "./experiment";

export const metadata: Metadata = { title: "Cookie size" };

export default function CookieSizePage() {
  return (
    <>
      <PageHeader title="How much fits into a cookie?">
        Roles, permissions, group names: it is tempting to put them into the token. Put some in and
        see what your browser sends back. These are real cookies, sealed like the session's, but of
        another name, and sent to one path of this lab alone: they can break nothing else.
      </PageHeader>
      <Expectations
        facts={{
          jwt: {
            "grows with": "every claim you add",
            "the browser": "drops a cookie above 4,096 bytes; keeps some 180 cookies for a site",
            "Auth.js": "so it cuts the value into several cookies, above 3,936 bytes",
            "the server":
              "Node.js takes 16 KB of headers, then answers 431 on every page, before any code of the app runs",
            "a proxy": "may refuse sooner: nginx, as it comes, at 8 KB",
          },
          database: {
            "grows with": "nothing: what you add goes into a table",
            "the browser": "keeps it",
            "Auth.js": "has nothing to cut",
            "the server": "takes it",
            "a proxy": "lets it pass",
          },
          hybrid: {
            "grows with": "every claim in the access token; the refresh token stays as it is",
            "the browser": "as under jwt, and it sends the refresh token to one path alone",
            "Auth.js": "as under jwt",
            "the server": "as under jwt",
            "a proxy": "as under jwt",
          },
        }}
      />
      <Suspense fallback={<Panel title="Try it" className="min-h-96" />}>
        <SignedIn path="/demo/cookie-size">
          {() => <Experiment reference={newToken().length} />}
        </SignedIn>
      </Suspense>
      <p className="max-w-prose text-sm text-pretty text-mute">
        What to do instead: keep in the token what every request needs (here: id, name, email, role)
        and look the rest up where it is asked for. Auth.js joins a cut cookie again when it reads
        it, but whatever else reads it, like middleware or another service, has to do so too.
      </p>
      <Sources
        files={{
          "lib/session/tokens/seal.ts": "encrypts the claims, for the session and for this page",
          "lib/session/tokens/claims.ts": "which claims the session's cookie has",
          "lib/session/tokens/reference-token.ts":
            "the key that the database strategy uses instead",
          "app/demo/cookie-size/recipe.ts": "how this page cuts a cookie, as Auth.js does",
        }}
      />
      <NextSteps
        steps={{
          "/demo/inspector": "How large is my own session's cookie?",
          "/demo/roles": "And when a claim in the cookie is out of date?",
        }}
      />
    </>
  );
}
