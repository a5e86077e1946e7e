// Acts as users and admins do, and tells the model about it.
import { setTimeout as sleep } from "node:timers/promises";
import { audit } from "../../features/audit/audit";
import { hashPassword } from "../../lib/accounts/password";
import { setRole } from "../../lib/accounts/users";
import { env } from "../../lib/env";
import { findStoreUnavailable } from "../../lib/errors";
import { assemble } from "../../lib/session/assemble";
import { strategies } from "../../lib/session/strategies";
import type { SessionStrategy } from "../../lib/session/strategy";
import { CRON_SECRET } from "../../tests/support/e2e-app";
import { type Client, createClient } from "../../tests/support/e2e-client";
import type { TestDatabase, TestUser } from "../../tests/support/e2e-database";
import {
  end,
  type Fault,
  judge,
  judgeRows,
  live,
  type Rules,
  type Session,
  signedIn,
  type User,
} from "./model";
import { type Node, ORIGIN } from "./site";

export interface Person {
  account: TestUser;
  user: User;
  /** The browser of each session, live or not, by the session's id. */
  browsers: Map<string, Client>;
  /** The last change of this user's sessions: changes wait for each other, visits do not. */
  turn: Promise<unknown>;
}

export interface Site {
  nodes: Node[];
  people: Person[];
  admin: TestUser;
  rules: Rules;
  faults: Fault[];
  sql: TestDatabase["sql"];
  random: () => number;
}

export function createTraffic({ nodes, people, admin, rules, faults, sql, random }: Site) {
  const strategy = assemble(strategies[env.AUTH_STRATEGY]);
  const revocation = requireRevocation(strategy);
  const violations: string[] = [];
  const counts = new Map<string, number>();
  const now = () => performance.now();
  const pick = <T>(list: T[]): T | undefined => list[Math.floor(random() * list.length)];
  const count = (what: string) => counts.set(what, (counts.get(what) ?? 0) + 1);
  const wrong = (what: string) => violations.push(`${new Date().toISOString()} ${what}`);
  const isFault = (from: number) =>
    faults.some((fault) => fault.from <= now() && from <= fault.until);

  /** Sends it to one of the running servers, as a load balancer does. */
  async function send(url: string, init: RequestInit): Promise<Response> {
    const node = pick(nodes.filter(({ app }) => app));
    if (!node?.app) throw new Error("no server");
    node.busy++;
    try {
      const answer = await fetch(url.replace(ORIGIN, node.app.url), init);
      // Read before the server counts as idle.
      return new Response(await answer.arrayBuffer(), answer);
    } finally {
      node.busy--;
    }
  }
  const newBrowser = () => createClient(ORIGIN, { origin: ORIGIN }, send);

  /** Does it again until a store has answered. "unsure": an earlier attempt may have been done. */
  async function insist<T>(work: () => Promise<T>): Promise<{ result: T; unsure: boolean }> {
    for (let unsure = false; ; unsure = true)
      try {
        return { result: await work(), unsure };
      } catch (error) {
        if (!findStoreUnavailable(error)) throw error;
        await sleep(300);
      }
  }

  const inTurn = (person: Person, work: () => Promise<unknown>) => {
    person.turn = person.turn.then(work);
    return person.turn;
  };

  /** Past the app. */
  async function insistOnSql<Row>(text: string, parameters: unknown[]): Promise<Row[]> {
    for (;;)
      try {
        return await sql<Row>(text, parameters);
      } catch {
        await sleep(300);
      }
  }

  const rowsOf = async ({ user }: Person): Promise<string[]> => {
    const text = `SELECT id FROM "Session" WHERE "userId" = $1`;
    return (await insistOnSql<{ id: string }>(text, [user.id])).map(({ id }) => id);
  };

  /** After an answer that got lost: what has no row has ended, and rows that no browser has are ended. */
  async function reconcile(person: Person, begun: number) {
    const ids = await rowsOf(person);
    for (const session of live(person.user))
      if (!ids.includes(session.id)) end(session, undefined, begun, now());
    for (const id of ids.filter((id) => !person.browsers.has(id)))
      await insist(() => revocation.end(person.user.id, id));
  }

  async function signIn(person: Person) {
    const browser = newBrowser();
    const begun = now();
    const before = new Set(live(person.user).map(({ id }) => id));
    const oldest = live(person.user).slice(0, Math.max(0, before.size - rules.deviceLimit + 1));
    // They may be refused from now on.
    for (const session of oldest) session.ending = begun;
    const answer = await browser.signIn(person.account).catch(() => null);
    const [id] = (await rowsOf(person)).filter((id) => !person.browsers.has(id));
    if (
      answer?.status === 200 &&
      id &&
      [...browser.cookies.keys()].some((name) => /session|access/.test(name))
    ) {
      for (const session of oldest) session.ending = undefined;
      person.browsers.set(id, browser);
      signedIn(person.user, { id }, rules, begun, now());
      return count("sign-in");
    }
    if (!isFault(begun))
      wrong(`a sign-in failed with ${answer?.status}: ${answer?.text.slice(0, 200)}`);
    for (const session of oldest) session.ending = undefined;
    await reconcile(person, begun);
    count("sign-in, could not check");
  }

  async function visit(person: Person, session: Session) {
    const browser = person.browsers.get(session.id);
    if (!browser) return;
    const visiting = browser as Client & { busy?: boolean };
    if (visiting.busy) return;
    visiting.busy = true;
    try {
      const asked = now();
      let answer = await browser.get("/api/me");
      if (answer.status === 401 && strategy.refresh) {
        const refreshed = await browser.post("/api/session/refresh", "");
        count(`refresh ${refreshed.status}`);
        answer = refreshed.status === 200 ? await browser.get("/api/me") : refreshed;
      }
      const { user } =
        answer.status === 200 ? (answer.json() as { user: { id: string; role: string } }) : {};
      const facts = {
        asked,
        answered: now(),
        status: answer.status,
        userId: user?.id,
        role: user?.role,
      };
      const problem = judge(person.user, session, facts, rules, faults);
      if (problem) wrong(problem);
      count(`visit ${answer.status}`);
    } catch (error) {
      // A server that shuts down must answer the requests that it has received.
      wrong(`a visit got no answer: ${(error as Error).cause ?? error}`);
    } finally {
      visiting.busy = false;
    }
  }

  async function signOut(person: Person, session: Session) {
    const begun = now();
    session.ending = begun;
    const answer = await person.browsers
      .get(session.id)
      ?.post("/sign-out", {})
      .catch(() => null);
    if (answer?.status === 303 && (await rowsOf(person)).every((id) => id !== session.id)) {
      end(session, "signed-out", begun, now());
      return count("sign-out");
    }
    if (!isFault(begun) && !strategy.refresh) wrong(`a sign-out failed with ${answer?.status}`);
    const { unsure, result } = await insist(() => revocation.end(person.user.id, session.id));
    if (result && !unsure)
      await audit("session-ended-by-user", { userId: person.user.id, sessionId: session.id });
    end(session, result && !unsure ? "session-ended-by-user" : undefined, begun, now());
    count("sign-out, otherwise");
  }

  async function kick(person: Person, session: Session) {
    const begun = now();
    session.ending = begun;
    const facts = { userId: person.user.id, actorId: admin.id, sessionId: session.id };
    const { result, unsure } = await insist(() => revocation.end(person.user.id, session.id));
    if (result) await audit("session-ended-by-admin", facts);
    else if (!unsure) wrong(`session ${session.id} could not be ended`);
    end(session, result ? "session-ended-by-admin" : undefined, begun, now());
    count("kick");
  }

  async function newPassword(person: Person) {
    const begun = now();
    const { account, user } = person;
    const password = `another few words ${random()}`;
    const hash = await hashPassword(password);
    await insistOnSql(`UPDATE "Password" SET hash = $2, "updatedAt" = now() WHERE "userId" = $1`, [
      user.id,
      hash,
    ]);
    account.password = password;
    const all = live(user);
    for (const session of all) session.ending = begun;
    const ended = await insist(() => revocation.endAll(user.id));
    await audit("session-ended-by-password-change", {
      userId: user.id,
      detail: `${ended.result} in all`,
    });
    for (const session of all) end(session, "session-ended-by-password-change", begun, now());
    count("password change");
  }

  async function newRole({ user }: Person) {
    const role = random() < 0.5 ? "admin" : "user";
    const entry = { role, since: now(), done: undefined as number | undefined };
    user.roles.push(entry);
    await insist(() => setRole(user.id, role as "admin" | "user", admin));
    entry.done = now();
    count("role change");
  }

  async function cleanUp() {
    const begun = now();
    const headers = { authorization: `Bearer ${CRON_SECRET}` };
    const answer = await send(`${ORIGIN}/api/cron/cleanup`, { headers }).catch(() => null);
    if (answer?.status !== 200 && !isFault(begun))
      wrong(`the cleanup failed with ${answer?.status}`);
    count("cleanup");
  }

  /** One thing that someone does. */
  async function act() {
    const person = pick(people);
    if (!person) return;
    const dice = random();
    const alive = () => pick(live(person.user));
    const on = (
      session: Session | undefined,
      work: (person: Person, session: Session) => Promise<unknown>,
    ) => session && work(person, session);
    if (dice < 0.8) {
      const ended = person.user.sessions.filter(({ ended }) => ended !== undefined).slice(-5);
      return on(dice < 0.15 ? pick(ended) : alive(), visit);
    }
    if (dice < 0.9) return inTurn(person, () => signIn(person));
    if (dice < 0.93) return inTurn(person, async () => on(alive(), signOut));
    if (dice < 0.96) return inTurn(person, async () => on(alive(), kick));
    if (dice < 0.98) return inTurn(person, () => newRole(person));
    if (dice < 0.99) return inTurn(person, () => newPassword(person));
    return cleanUp();
  }

  return {
    act,
    violations,
    counts,
    /** Compares the rows of one user with the model, when no change is under way. */
    checkRows: (person: Person) =>
      inTurn(person, async () => {
        for (const problem of judgeRows(person.user, await rowsOf(person), rules)) wrong(problem);
      }),
  };
}

function requireRevocation({ revocation }: SessionStrategy) {
  if (!revocation) throw new Error("This strategy cannot end sessions");
  return revocation;
}
