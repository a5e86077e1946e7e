import type { Metadata } from "next";
import Link from "next/link";
import { AlreadySignedIn } from "@/components/already-signed-in";
import { Code } from "@/components/ui/code";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { signUpAnswer } from "@/features/email/pages/sign-up-answer";
import { env } from "@/lib/env";
import { orUnknown } from "@/lib/errors";
import { toLocalPath } from "@/lib/http/redirect";
import { getCurrentUser } from "@/lib/session/current";
import { SignUpForm } from "./form";

export const metadata: Metadata = { title: "Sign up" };

// Sent in one piece, so that it works without JavaScript (see app/sign-in/page.tsx).
export const instant = false;

export default async function SignUpPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { callbackUrl: requested, said } = await searchParams;
  const callbackUrl = toLocalPath(requested, "/account");
  const user = await orUnknown(() => getCurrentUser({ fresh: true }));
  return (
    <div className="mx-auto max-w-[24rem] sm:py-8">
      <PageHeader title="Sign up" />
      <div className="grid gap-5">
        {signUpAnswer(said)}
        {user && user !== "unknown" ? (
          <AlreadySignedIn user={user} continueTo={callbackUrl} />
        ) : (
          <NewAccount callbackUrl={callbackUrl} />
        )}
      </div>
    </div>
  );
}

function NewAccount({ callbackUrl }: { callbackUrl: string }) {
  if (!env.DATABASE_URL)
    return (
      <Notice title="Accounts with a password need a database.">
        <Code>DATABASE_URL</Code> is not set, so there is nowhere to keep them.
      </Notice>
    );
  return (
    <div>
      <SignUpForm callbackUrl={callbackUrl} minLength={env.PASSWORD_MIN_LENGTH} />
      <p className="mt-5 text-center text-sm text-muted-foreground">
        Have an account?{" "}
        <Link
          href={`/sign-in?${new URLSearchParams({ callbackUrl })}`}
          className="link text-foreground"
        >
          Sign in
        </Link>
      </p>
    </div>
  );
}
