// #region keep
// The switch: AUTH_STRATEGY names the session strategy, and Auth.js speaks the protocols on top of it.
// The strategies are in lib/session/strategies.
// #endregion
// App code asks lib/session/current.ts who is signed in.
import { authjsOn } from "./lib/authjs";
import { env } from "./lib/env";
import { assemble, auditEnded } from "./lib/session/assemble";
import { strategies } from "./lib/session/strategies";

/** What the strategy is, for the lab, which runs it once more with other settings. */
export const descriptor = strategies[env.AUTH_STRATEGY];
export const strategy = assemble(descriptor, { onEnded: auditEnded });

/** @public Auth.js's own interface: https://authjs.dev/reference/nextjs */
export const { handlers, auth, signIn, signOut } = authjsOn(strategy);
