// A model of a correct site. It gets the actions and the answers, and reports each wrong answer. Times are milliseconds of
// one clock. It uses neither HTTP nor a store.

export interface Session {
  id: string;
  /** When the request that ends it was sent, and when its answer came. */
  ending?: number;
  ended?: number;
  /** Why it ended. Absent if an answer was lost: then the audit event may be missing. */
  reason?: string;
}

interface Role {
  role: string;
  /** When the request that sets it was sent, and when its answer came. */
  since: number;
  done?: number;
}

export interface User {
  id: string;
  /** Oldest first. */
  sessions: Session[];
  roles: Role[];
}

export interface Rules {
  /** Milliseconds for which an ended session and an old role may still be accepted. */
  lag: number;
  deviceLimit: number;
}

export interface Answer {
  asked: number;
  answered: number;
  status: number;
  userId?: string;
  role?: string;
}

/** A part was down during this time. `until` is Infinity while it is down. */
export type Fault = { what: string; from: number; until: number };

export const newUser = (id: string): User => ({
  id,
  sessions: [],
  roles: [{ role: "user", since: 0, done: 0 }],
});

export const live = (user: User): Session[] =>
  user.sessions.filter(({ ending }) => ending === undefined);

/** Records a sign-in. It ends the oldest sessions above the device limit. */
export function signedIn(user: User, session: Session, rules: Rules, begun: number, now: number) {
  user.sessions.push(session);
  for (const oldest of live(user).slice(0, -rules.deviceLimit))
    end(oldest, "session-ended-by-device-limit", begun, now);
}

export function end(
  session: Session,
  reason: string | undefined,
  begun: number,
  now: number,
): void {
  session.ending ??= begun;
  session.ended ??= now;
  session.reason ??= reason;
}

/** The error in an answer to a visit with the cookies of `session`. Null if the answer is correct. */
export function judge(
  user: User,
  session: Session,
  answer: Answer,
  rules: Rules,
  faults: Fault[],
): string | null {
  const { asked, answered, status } = answer;
  const about = `session ${session.id}`;
  if (status === 200) {
    if (session.ended !== undefined && session.ended + rules.lag < asked)
      return `${about} was served ${Math.round(asked - session.ended)} ms after its end (${session.reason})`;
    if (answer.userId !== user.id) return `${about} was served as user ${answer.userId}`;
    const roles = rolesWithin(user, asked - rules.lag, answered);
    if (!roles.includes(answer.role ?? ""))
      return `${about} was served as ${answer.role}, and was ${roles.join(" or ")}`;
    return null;
  }
  if (status === 401)
    return session.ending !== undefined && session.ending <= answered
      ? null
      : `${about} was refused, and had not ended`;
  if (status === 503)
    return faults.some(({ from, until }) => from <= answered && asked <= until)
      ? null
      : `${about} could not be checked, and no part was down`;
  return `${about} was answered with ${status}`;
}

/** The roles that the user had at some time in this period. */
function rolesWithin({ roles }: User, from: number, until: number): string[] {
  return roles
    .filter(
      ({ since }, n) => since <= until && (roles[n + 1]?.done ?? Number.POSITIVE_INFINITY) >= from,
    )
    .map(({ role }) => role);
}

/** The errors in the rows of a user's sessions. Call it while no request changes them. */
export function judgeRows(user: User, ids: string[], rules: Rules): string[] {
  const expected = live(user).map(({ id }) => id);
  const wrong =
    ids.length > rules.deviceLimit ? [`user ${user.id} has ${ids.length} sessions`] : [];
  for (const id of expected) if (!ids.includes(id)) wrong.push(`session ${id} has no row`);
  for (const id of ids)
    if (!expected.includes(id)) wrong.push(`row ${id} belongs to no session that is known to live`);
  return wrong;
}

/** The ended sessions without an audit event. An event about several sessions contains only the user. */
export function judgeAudit(
  users: User[],
  events: { event: string; userId?: string | null; sessionId?: string | null }[],
): string[] {
  const known = new Set(
    events.map(({ event, userId, sessionId }) => `${event} ${sessionId ?? userId}`),
  );
  return users.flatMap(({ id: userId, sessions }) =>
    sessions
      .filter(
        ({ id, reason }) => reason && ![id, userId].some((of) => known.has(`${reason} ${of}`)),
      )
      .map(({ id, reason }) => `session ${id} has ended (${reason}), and no event says so`),
  );
}
