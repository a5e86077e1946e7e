import type { ReactNode } from "react";
import { strategy } from "@/auth";
import { ButtonForm } from "@/components/button-form";
import { Time } from "@/components/time";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { MOST_FAILURES } from "@/lib/accounts/failed-attempts";
import type { UserRecord } from "@/lib/accounts/users";
import { inWords } from "@/lib/duration";
import { sessionPolicy } from "@/lib/env";
import { absoluteEnd } from "@/lib/session/policy";
import { disable, enable, unlock } from "../../actions";

interface AccessPanelProps {
  user: UserRecord;
  isSelf: boolean;
  /** The password is locked after too many wrong ones. */
  isLocked: boolean;
}

/** Disables and enables a user, unlocks a password, and says how soon this affects a signed-in user. */
export function AccessPanel({ user, isSelf, isLocked }: AccessPanelProps) {
  const since = user.disabledAt?.getTime();
  return (
    <Panel title="Access" strategy={strategy.name}>
      <div className="grid gap-4">
        <Notice tone="strategy" title={since ? "Disabled" : "What disabling does"}>
          No sign-in, by password or provider. {whatEnds(since)}
        </Notice>
        {isLocked ? (
          <>
            <Notice tone="bad" title="The password is locked">
              It was wrong {MOST_FAILURES} times in a row, so it works only in a browser in which
              the user has signed in before. Unlock it once the user has told you who they are.
            </Notice>
            <ButtonForm action={unlock} fields={{ userId: user.id }} pendingText="Unlocking …">
              Unlock the password
            </ButtonForm>
          </>
        ) : null}
        {isSelf ? (
          <p className="text-sm text-muted-foreground">You. Another admin can disable you.</p>
        ) : since ? (
          <ButtonForm action={enable} fields={{ userId: user.id }} pendingText="Enabling …">
            Enable this user
          </ButtonForm>
        ) : (
          <ButtonForm
            action={disable}
            fields={{ userId: user.id }}
            variant="danger"
            pendingText="Disabling …"
          >
            Disable this user
          </ButtonForm>
        )}
      </div>
    </Panel>
  );
}

function whatEnds(since: number | undefined): ReactNode {
  const { endNoticedWithin, refresh } = strategy;
  if (endNoticedWithin === 0) return "Every session ends with its next request.";
  const atOnce = "Admin pages and everything else that asks the database refuse the user at once.";
  if (endNoticedWithin)
    return `Every session ends within ${inWords(endNoticedWithin)}${refresh ? ", when its access token ends" : ""}. ${atOnce}`;
  return (
    <>
      {atOnce} Elsewhere, the user's cookies continue to work until they expire,{" "}
      {since ? (
        <>
          <Time at={absoluteEnd(sessionPolicy, since)} /> at the latest
        </>
      ) : (
        `at the latest ${inWords(sessionPolicy.absoluteMaxAge)} after signing in`
      )}
      : the server keeps no record of sessions that it could end.
    </>
  );
}
