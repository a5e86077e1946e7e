// The move with the settings of the app.
import "server-only";
import { findUser } from "../../lib/accounts/users";
import { env, sessionPolicy } from "../../lib/env";
import { clientAddress } from "../../lib/http/client-address";
import { assemble, auditEnded } from "../../lib/session/assemble";
import { sessionStore } from "../../lib/session/store";
import { audit } from "../audit/audit";
import { acceptable } from "./accepted";
import { claims } from "./claims";
import { createMove } from "./move";

const accepted = env.AUTH_STRATEGY_ALSO.map((name) => assemble(acceptable[name]));
const names: string[] = [env.AUTH_STRATEGY, ...env.AUTH_STRATEGY_ALSO];

export const move = createMove({
  accepted,
  policy: sessionPolicy,
  clock: Date.now,
  secrets: env.AUTH_SECRET,
  store: sessionStore,
  findUser: env.DATABASE_URL ? findUser : undefined,
  onEnded: auditEnded,
  claims: env.DATABASE_URL ? claims : null,
  make(name, changes) {
    const descriptor = names.includes(name) && acceptable[name as keyof typeof acceptable];
    return descriptor ? assemble(descriptor, { onEnded: auditEnded, ...changes }) : null;
  },
  async onMoved(what, { id, userId, to }, { headers }) {
    const event = what === "moved" ? "session-moved" : "session-ended-by-token-reuse";
    const facts = { userId, sessionId: id, ip: clientAddress(headers) };
    await audit(event, what === "moved" ? { ...facts, detail: `to ${to}` } : facts);
  },
});
