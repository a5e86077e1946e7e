// #region keep
// The switch: AUTH_STRATEGY selects the session strategy, and Auth.js implements the sign-in protocols on top of it.
// The strategies are in lib/session/strategies.
// #endregion
// App code asks lib/session/current.ts who is signed in.
import { endingAccepted } from "./features/move";
import { observed } from "./features/telemetry/observe";
import { authjsOn } from "./lib/authjs";
import { env } from "./lib/env";
import { assemble, auditEnded } from "./lib/session/assemble";
import { strategies } from "./lib/session/strategies";

/** The strategy's descriptor, for the lab, which runs it again with other settings. */
export const descriptor = strategies[env.AUTH_STRATEGY];
export const strategy = observed(endingAccepted(assemble(descriptor, { onEnded: auditEnded })));

/** @public Auth.js's own interface: https://authjs.dev/reference/nextjs */
export const { handlers, auth, signIn, signOut } = authjsOn(strategy);
