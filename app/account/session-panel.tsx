import { strategy } from "@/auth";
import { SignOutForm } from "@/components/sign-out-form";
import { Time } from "@/components/time";
import { StrategyBadge } from "@/components/ui/badge";
import { DataItem, DataList } from "@/components/ui/data-list";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { inWords } from "@/lib/duration";
import { sessionPolicy } from "@/lib/env";
import { absoluteEnd, renewAfter } from "@/lib/session/policy";
import type { Session } from "@/lib/session/strategy";

/** How the user is signed in, and what signing out really does. */
export function SessionPanel({ session }: { session: Session }) {
  const { authTime, expires } = session;
  const limit = absoluteEnd(sessionPolicy, authTime);
  const { maxAge, idleTimeout = maxAge } = sessionPolicy;
  return (
    <Panel title="This session" strategy={strategy.name}>
      <div className="grid gap-4">
        <DataList>
          <DataItem name="Strategy">
            <StrategyBadge strategy={strategy.name} />
          </DataItem>
          <DataItem name="Signed in">
            <Time at={authTime} />
          </DataItem>
          <DataItem name="Ends">
            <Time at={expires} />
            <span className="block font-normal text-mute">
              {expires < limit
                ? `${inWords(Math.min(maxAge, idleTimeout))} after its last renewal. It renews itself while you use it, every ${inWords((strategy.refresh && strategy.endNoticedWithin) || renewAfter(sessionPolicy))} or so.`
                : "At its absolute limit, which no renewal moves."}
            </span>
          </DataItem>
          <DataItem name="Absolute limit">
            <Time at={limit} />
            <span className="block font-normal text-mute">
              {inWords(sessionPolicy.absoluteMaxAge)} after signing in. No activity gets past it.
            </span>
          </DataItem>
        </DataList>
        <Notice tone="strategy" title="What signing out does">
          {strategy.revocation ? (
            `The server deletes its record of this session. Every copy of the cookie is worthless ${
              strategy.endNoticedWithin
                ? `within ${inWords(strategy.endNoticedWithin)}`
                : "from the next request on"
            }.`
          ) : (
            <>
              This browser forgets its cookie, and that is all: the server keeps no record that it
              could delete. A copy of the cookie, if there is one, works on and can renew itself
              until <Time at={limit} />.
            </>
          )}
        </Notice>
        <SignOutForm />
      </div>
    </Panel>
  );
}
