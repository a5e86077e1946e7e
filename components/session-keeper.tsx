import { sessionPolicy } from "@/lib/env";
import { orUnknown } from "@/lib/errors";
import { getSession } from "@/lib/session/current";
import { renewAfter } from "@/lib/session/policy";
import { GuestWatch } from "./guest-watch";
import { SessionWatch } from "./session-watch";

/** For the root layout: keeps the session of an active user alive, and warns before it ends. */
export async function SessionKeeper() {
  const session = await orUnknown(() => getSession());
  if (session === "unknown") return null;
  if (!session) return <GuestWatch />;
  const { user, expires, accessExpires } = session;
  const now = Date.now();
  return (
    <SessionWatch
      key={`${session.id} ${expires}`}
      user={{ id: user.id, email: user.email }}
      expires={expires}
      expiresIn={expires - now}
      accessExpiresIn={accessExpires ? accessExpires - now : null}
      recordActivityEvery={sessionPolicy.idleTimeout ? renewAfter(sessionPolicy) * 1000 : null}
    />
  );
}
