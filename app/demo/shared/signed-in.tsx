import type { ReactNode } from "react";
import { signInWithPassword } from "@/app/sign-in/actions";
import { NobodyHere } from "@/components/ended";
import { NotChecked } from "@/components/not-checked";
import { ShownTo } from "@/components/shown-to";
import { ButtonLink } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { demoUsers } from "@/features/demo-users/panel";
import { orUnknown } from "@/lib/errors";
import { getSession } from "@/lib/session/current";
import type { Session } from "@/lib/session/strategy";

interface SignedInProps {
  /** The page at hand: signing in leads back to it. */
  path: string;
  children: (session: Session) => ReactNode;
}

/** The part of a demo page that needs a session. Guests are told so in place: the rest is for them too. */
export async function SignedIn({ path, children }: SignedInProps) {
  const session = await orUnknown(getSession);
  if (session === "unknown") return <NotChecked part />;
  if (session) {
    const { id, email } = session.user;
    return <ShownTo user={{ id, email }}>{children(session)}</ShownTo>;
  }
  return (
    <Notice title="Sign in to see it happen">
      <NobodyHere />
      <p className="mb-3">The experiment runs with a session. A demo user is one click away.</p>
      <div className="flex flex-wrap items-center gap-3">
        {demoUsers({ action: signInWithPassword, callbackUrl: path })}
        <ButtonLink href={`/sign-in?${new URLSearchParams({ callbackUrl: path })}`}>
          Sign in as someone else
        </ButtonLink>
      </div>
    </Notice>
  );
}
