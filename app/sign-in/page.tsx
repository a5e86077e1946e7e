import type { Metadata } from "next";
import Link from "next/link";
import { AlreadySignedIn } from "@/components/already-signed-in";
import { ProviderButtons } from "@/components/provider-buttons";
import { ShownTo } from "@/components/shown-to";
import { Code } from "@/components/ui/code";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { connectedProviders } from "@/lib/accounts/connections";
import { listProviders, type ProviderInfo } from "@/lib/accounts/providers";
import { explainError } from "@/lib/accounts/sign-in-errors";
import { env } from "@/lib/env";
import { orUnknown } from "@/lib/errors";
import { toLocalPath } from "@/lib/http/redirect";
import { getCurrentUser } from "@/lib/session/current";
import type { SessionUser } from "@/lib/session/strategy";
import { SignInForm } from "./form";

export const metadata: Metadata = { title: "Sign in" };

// Sent in one piece: what streams in late is only ever shown by JavaScript, and this form works without.
export const instant = false;

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { callbackUrl: requested, error, code, again } = await searchParams;
  const callbackUrl = toLocalPath(requested, "/account");
  // Asked anew: a session that was ended elsewhere must not stand between its owner and the form.
  const user = await orUnknown(() => getCurrentUser({ fresh: true }));
  // Auth.js has one code for both: for someone who is signed in, connecting is what failed.
  const connecting = user && error === "OAuthAccountNotLinked";
  const explanation = error ? explainError(connecting ? "AccountNotLinked" : error, code) : null;

  return (
    <div className="mx-auto max-w-md">
      <PageHeader title="Sign in" />
      <div className="grid gap-5">
        {explanation ? (
          <Notice tone="bad" title={explanation.title}>
            {explanation.remedy}
          </Notice>
        ) : null}
        {user === "unknown" ? (
          <Notice title="We could not check whether you are signed in already.">
            The database did not answer. If you were signed in, you still are.
          </Notice>
        ) : null}
        {!user || user === "unknown" ? (
          <WaysIn callbackUrl={callbackUrl} providers={listProviders()} />
        ) : again ? (
          <SignInAgain user={user} callbackUrl={callbackUrl} />
        ) : (
          <AlreadySignedIn user={user} continueTo={callbackUrl} />
        )}
      </div>
    </div>
  );
}

/** For what only someone may do who has proved just now who they are (lib/session/recent.ts). */
async function SignInAgain({ user, callbackUrl }: { user: SessionUser; callbackUrl: string }) {
  const connected = env.DATABASE_URL ? await orUnknown(() => connectedProviders(user.id)) : [];
  const providers = connected === "unknown" ? listProviders() : connected;
  return (
    <>
      <Notice title="Sign in again to go on">
        You are signed in as {user.name ?? user.email ?? user.id}. What you are about to do needs
        you to show once more that it is you.
      </Notice>
      <WaysIn callbackUrl={callbackUrl} providers={providers} user={user} />
    </>
  );
}

interface WaysInProps {
  callbackUrl: string;
  providers: ProviderInfo[];
  /** Who is signed in and does it again. */
  user?: SessionUser;
}

function WaysIn({ callbackUrl, providers, user }: WaysInProps) {
  if (!env.DATABASE_URL && providers.length === 0)
    return (
      <Notice title="No way to sign in is set up.">
        Set <Code>DATABASE_URL</Code> for sign-in with email and password, or the settings of GitHub
        or an OpenID Connect provider, then start again. <Code>.env.example</Code> explains each.
      </Notice>
    );

  return (
    <>
      {env.DATABASE_URL ? (
        <Panel>
          <SignInForm callbackUrl={callbackUrl} />
          {user ? null : (
            <p className="mt-5 text-sm text-mute">
              No account yet?{" "}
              <Link
                href={`/sign-up?${new URLSearchParams({ callbackUrl })}`}
                className="link text-ink"
              >
                Sign up
              </Link>
            </p>
          )}
        </Panel>
      ) : (
        <Notice>
          Sign-in with email and password is off: it needs a database, and <Code>DATABASE_URL</Code>{" "}
          is not set.
        </Notice>
      )}
      {providers.length > 0 ? (
        <ShownTo user={user ? { id: user.id, email: user.email } : null}>
          <ProviderButtons
            providers={providers}
            verb="Sign in with"
            callbackUrl={callbackUrl}
            again={Boolean(user)}
          />
        </ShownTo>
      ) : null}
    </>
  );
}
