import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { AlreadySignedIn } from "@/components/already-signed-in";
import { NobodyHere } from "@/components/ended";
import { ProviderButtons } from "@/components/provider-buttons";
import { ShownTo } from "@/components/shown-to";
import { Code } from "@/components/ui/code";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { Separator } from "@/components/ui/separator";
import { demoUsers } from "@/features/demo-users/panel";
import { emailLinks } from "@/features/email/pages/links";
import { connectedProviders } from "@/lib/accounts/connections";
import { listProviders, type ProviderInfo } from "@/lib/accounts/providers";
import { explainError } from "@/lib/accounts/sign-in-errors";
import { env } from "@/lib/env";
import { orUnknown } from "@/lib/errors";
import { toLocalPath } from "@/lib/http/redirect";
import { getCurrentUser } from "@/lib/session/current";
import type { SessionUser } from "@/lib/session/strategy";
import { signInWithPassword } from "./actions";
import { SignInForm } from "./form";

export const metadata: Metadata = { title: "Sign in" };

// Sent in one piece: streamed parts are only shown with JavaScript, and this form must work without it.
export const instant = false;

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const {
    callbackUrl: requested,
    error: said,
    code,
    again: signInAgain,
    arrived,
  } = await searchParams;
  const callbackUrl = toLocalPath(requested, "/account");
  // Asks the database: if the session was ended elsewhere, its owner must see the form.
  const user = await orUnknown(() => getCurrentUser({ fresh: true }));
  if (arrived && user && user !== "unknown") redirect(callbackUrl);
  const error = said ?? (arrived && !user ? "CookieNotKept" : undefined);
  // #region postgres
  // Auth.js has one code for both. For a signed-in user, connecting failed.
  const connecting = user && error === "OAuthAccountNotLinked";
  const explanation = error ? explainError(connecting ? "AccountNotLinked" : error, code) : null;
  // #endregion
  // without postgres: const explanation = error ? explainError(error, code) : null;

  return (
    <div className="mx-auto max-w-[24rem] sm:py-8">
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
        {user ? null : <NobodyHere />}
        {!user || user === "unknown" ? (
          <WaysIn callbackUrl={callbackUrl} providers={listProviders()} />
        ) : signInAgain ? (
          <SignInAgain user={user} callbackUrl={callbackUrl} />
        ) : (
          <AlreadySignedIn user={user} continueTo={callbackUrl} />
        )}
      </div>
    </div>
  );
}

/** For actions that need a recent sign-in (lib/session/recent.ts). */
async function SignInAgain({ user, callbackUrl }: { user: SessionUser; callbackUrl: string }) {
  const connected = env.DATABASE_URL ? await orUnknown(() => connectedProviders(user.id)) : null;
  const providers = !connected || connected === "unknown" ? listProviders() : connected;
  return (
    <>
      <Notice title="Sign in again to continue">
        You are signed in as {user.name ?? user.email ?? user.id}. The next step needs a recent
        sign-in.
      </Notice>
      <WaysIn callbackUrl={callbackUrl} providers={providers} user={user} />
    </>
  );
}

const passwordsOff = (
  <Notice>
    Sign-in with email and password is off: it needs a database, and <Code>DATABASE_URL</Code> is
    not set.
  </Notice>
);

interface WaysInProps {
  callbackUrl: string;
  providers: ProviderInfo[];
  // #region postgres
  /** The signed-in user, who signs in again. */
  user?: SessionUser;
  // #endregion
}

function WaysIn({
  callbackUrl,
  providers,
  // #region postgres
  user,
  // #endregion
}: WaysInProps) {
  if (!env.DATABASE_URL && providers.length === 0)
    return (
      <Notice title="No way to sign in is configured.">
        Set the settings of GitHub or of an OpenID Connect provider, then start again.{" "}
        <Code>.env.example</Code> explains each.
        {/* #region postgres */}
        <span className="block">
          With <Code>DATABASE_URL</Code> set, users can sign in with email and password.
        </span>
        {/* #endregion */}
      </Notice>
    );

  return (
    <>
      {env.DATABASE_URL ? (
        <div>
          <SignInForm callbackUrl={callbackUrl} again={Boolean(user)} />
          {emailLinks()}
        </div>
      ) : (
        passwordsOff
      )}
      {env.DATABASE_URL && providers.length > 0 ? <Separator>or</Separator> : null}
      {providers.length > 0 ? (
        <ShownTo
          // #region postgres
          user={user ? { id: user.id, email: user.email } : null}
          // #endregion
          // without postgres: user={null}
        >
          <ProviderButtons
            providers={providers}
            verb="Sign in with"
            callbackUrl={callbackUrl}
            // #region postgres
            again={Boolean(user)}
            remember={user ? undefined : env.DATABASE_URL ? "box-of-page" : "box"}
            // #endregion
          />
        </ShownTo>
      ) : null}
      {env.DATABASE_URL && !user ? (
        <p className="text-center text-sm text-muted-foreground">
          No account yet?{" "}
          <Link
            href={`/sign-up?${new URLSearchParams({ callbackUrl })}`}
            className="link text-foreground"
          >
            Sign up
          </Link>
        </p>
      ) : null}
      {user ? null : demoUsers({ action: signInWithPassword, callbackUrl })}
    </>
  );
}
