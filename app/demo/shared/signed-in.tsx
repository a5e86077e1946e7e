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
  /** The current page. After signing in, the user returns to it. */
  path: string;
  children: (session: Session) => ReactNode;
}

/** The part of a demo page that needs a session. Guests see a notice here, and the rest of the page. */
export async function SignedIn({ path, children }: SignedInProps) {
  const session = await orUnknown(getSession);
  if (session === "unknown") return <NotChecked part />;
  if (session) {
    const { id, email } = session.user;
    return <ShownTo user={{ id, email }}>{children(session)}</ShownTo>;
  }
  return (
    <Notice title="Sign in to run the experiment">
      <NobodyHere />
      <p className="mb-3">
        The experiment needs a session. You can sign in as a demo user with one click.
      </p>
      <div className="flex flex-wrap items-center gap-3">
        {demoUsers({ action: signInWithPassword, callbackUrl: path })}
        <ButtonLink href={`/sign-in?${new URLSearchParams({ callbackUrl: path })}`}>
          Sign in as someone else
        </ButtonLink>
      </div>
    </Notice>
  );
}
