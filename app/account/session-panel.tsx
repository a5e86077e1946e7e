import { strategy } from "@/auth";
import { SignOutForm } from "@/components/sign-out-form";
import { Time } from "@/components/time";
import { StrategyBadge } from "@/components/ui/badge";
import { DataItem, DataList } from "@/components/ui/data-list";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { listProviders } from "@/lib/accounts/providers";
import { inWords } from "@/lib/duration";
import { sessionPolicy } from "@/lib/env";
import { absoluteEnd, limitsOf, renewAfter } from "@/lib/session/policy";
import type { Session } from "@/lib/session/strategy";

/** How the user is signed in, and what signing out does. */
export function SessionPanel({ session }: { session: Session }) {
  const { authTime, expires, short } = session;
  const policy = limitsOf(sessionPolicy, session);
  const limit = absoluteEnd(policy, authTime);
  const { maxAge, idleTimeout = maxAge } = sessionPolicy;
  return (
    <Panel title="This session" strategy={strategy.name}>
      <div className="grid gap-4">
        <DataList>
          {/* #region keep */}
          <DataItem name="Strategy">
            <StrategyBadge strategy={strategy.name} />
          </DataItem>
          {/* #endregion */}
          <DataItem name="Signed in">
            <Time at={authTime} />
          </DataItem>
          <DataItem name="Signed in with">{nameMethod(session.method)}</DataItem>
          <DataItem name="Ends">
            <Time at={expires} />
            <span className="block font-normal text-muted-foreground">
              {expires < limit
                ? `${inWords(Math.min(maxAge, idleTimeout))} after its last renewal. It is renewed about every ${inWords((strategy.refresh && strategy.endNoticedWithin) || renewAfter(sessionPolicy))} while you use it.`
                : "At its absolute limit, which no renewal extends."}
            </span>
          </DataItem>
          <DataItem name="Absolute limit">
            <Time at={limit} />
            <span className="block font-normal text-muted-foreground">
              {inWords(policy.absoluteMaxAge)} after signing in. Activity does not extend it.
              {short
                ? " It ends this early because “Keep me signed in” was off. Closing the browser signs you out too."
                : ""}
            </span>
          </DataItem>
        </DataList>
        <Notice tone="strategy" title="What signing out does">
          {strategy.revocation ? (
            `The server ends this session. Copies of the cookie stop working ${
              strategy.endNoticedWithin ? `within ${inWords(strategy.endNoticedWithin)}` : "at once"
            }.`
          ) : (
            <>
              This browser deletes its cookie. The server keeps no record of the session, so it
              cannot end it. A copy of the cookie still works and can be renewed until{" "}
              <Time at={limit} />.
            </>
          )}
        </Notice>
        <SignOutForm />
      </div>
    </Panel>
  );
}

// #region postgres
const methods: Record<string, string> = {
  password: "your password",
  // #region email
  link: "a link by email",
  // #endregion
  // #region passkeys
  passkey: "a passkey",
  // #endregion
};
// #endregion

/** The method is the id of a provider, if it is not one of ours. */
function nameMethod(method = ""): string {
  // #region postgres
  if (methods[method]) return methods[method];
  // #endregion
  const provider = listProviders().find(({ id }) => id === method);
  return provider?.name ?? "not recorded";
}
