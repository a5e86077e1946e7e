import type { SessionUser } from "@/lib/session/strategy";
import { ShownTo } from "./shown-to";
import { SignOutForm } from "./sign-out-form";
import { ButtonLink } from "./ui/button";
import { Panel } from "./ui/panel";

interface AlreadySignedInProps {
  user: SessionUser;
  continueTo: string;
}

/** Shown instead of the forms for guests: using one of them now would switch or connect accounts. */
export function AlreadySignedIn({ user, continueTo }: AlreadySignedInProps) {
  return (
    <Panel
      title="You are signed in"
      lead={`As ${user.name ?? user.email ?? user.id}. To use another account, or to begin a new session, sign out first.`}
    >
      <div className="flex flex-wrap gap-2">
        <ButtonLink href={continueTo} prefetch={false} variant="primary">
          Continue
        </ButtonLink>
        <ShownTo user={{ id: user.id, email: user.email }}>
          <SignOutForm />
        </ShownTo>
      </div>
    </Panel>
  );
}
