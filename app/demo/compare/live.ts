// Plays a story under every strategy: with its real code, real rows of a throw-away user, and a simulated clock.
import "server-only";
import { cookieBytes } from "@/app/demo/shared/cookie-bytes";
import { withThrowAwayUser } from "@/app/demo/shared/throw-away";
import { disableUser, findUser, setRole } from "@/lib/accounts/users";
import { sessionPolicy } from "@/lib/env";
import { measured } from "@/lib/http/timing";
import { strategies } from "@/lib/session/strategies";
import type { IssuedSession, SessionUser } from "@/lib/session/strategy";
import { newToken } from "@/lib/session/tokens/reference-token";
import { laneNames, strategyOf } from "./all-lanes";
import type { Lane, LaneName, Outcome, Standing, Visit } from "./lane";
import { type Stores, withStores } from "./stores";
import { FIRST_ROLE, otherRole, REQUESTS, type Step, type Story, toSteps } from "./story";

/** Runs one strategy after the other, so that nothing keeps running when one of them throws. */
export async function playStory(story: Story): Promise<Outcome> {
  const start = performance.now();
  const lanes: Partial<Outcome["lanes"]> = {};
  for (const name of laneNames)
    lanes[name] = await withThrowAwayUser("Someone in a story", FIRST_ROLE, (user) =>
      withStores(name, (stores) => play(name, story, user, stores)),
    );
  return { lanes: lanes as Outcome["lanes"], took: performance.now() - start };
}

async function play(
  name: LaneName,
  story: Story,
  user: SessionUser,
  { store, marks, onlooker, letPass }: Stores,
): Promise<Lane> {
  const signIn = Date.now();
  let now = 0;
  const dependencies = {
    policy: { ...story.lifetimes, reuseGrace: sessionPolicy.reuseGrace },
    clock: () => signIn + now * 1000,
    secrets: [newToken()], // used only in this run, so its tokens are valid nowhere else
    findUser,
    marks,
  };
  const strategy = strategies[strategyOf(name)].create({ ...dependencies, store });
  const eyes = strategies[strategyOf(name)].create({ ...dependencies, store: onlooker });
  const lane: Lane = {
    changes: [],
    visits: [],
    cookies: [],
    endNoticedWithin: strategy.endNoticedWithin,
    roleNoticedWithin: strategy.roleNoticedWithin,
  };
  let held = await strategy.create(user);
  let role = FIRST_ROLE;

  /** The standing of a request at `second`. Changes nothing. */
  async function look(second: number): Promise<Standing> {
    now = second;
    const session = await eyes.read(held.cookie);
    if (session) return session.user.role;
    if (!strategy.refresh) return null;
    // A refresh would succeed if the row exists, and it would read the current user.
    const rows = await strategy.records?.list(user.id);
    const found = rows?.some(({ id }) => id === held.id) && (await findUser(user.id));
    return found ? found.role : null;
  }

  /** Does what a browser does: sends its cookie, and refreshes when the server asks for it. */
  async function ask(): Promise<IssuedSession | null> {
    const renewed = await strategy.renew(held.cookie);
    if (renewed || !held.refreshToken) return renewed;
    return (await strategy.refresh?.rotate(held.refreshToken)) ?? null;
  }

  const act: Record<Step["kind"], () => Promise<unknown>> = {
    async visit() {
      const visit: Visit = { at: now, standing: null, renewed: false, sql: 0, redis: 0 };
      lane.visits.push(visit);
      for (let request = 0; request < REQUESTS; request++) {
        const { result, cost } = await measured(ask);
        visit.sql += cost.sql;
        visit.redis += cost.redis;
        visit.standing = result?.user.role ?? null;
        if (!result) return; // without a page there are no further requests
        visit.renewed ||= result.renewedAt > held.renewedAt;
        held = { ...held, ...result };
      }
    },
    "role changed"() {
      role = otherRole(role);
      return setRole(user.id, role);
    },
    "ended elsewhere": async () => strategy.revocation?.end(user.id, held.id),
    "signed out": () => strategy.end(held.cookie),
    // The new password itself has no influence on the sessions.
    "password changed": async () => strategy.revocation?.endAll(user.id),
    "user disabled": async () => {
      await disableUser(user.id);
      await strategy.revocation?.endAll(user.id);
    },
    async "other device"() {
      const current = await findUser(user.id);
      if (current) await strategy.create(current);
    },
  };

  const note = (at: number, standing: Standing) => {
    if (lane.changes.at(-1)?.at === at) lane.changes.pop();
    if (lane.changes.at(-1)?.standing !== standing) lane.changes.push({ at, standing });
  };

  /**
   * Finds the changes between two looks, to the second. Without an event in between, time can only end an old role
   * and then the session. If both looks are equal, nothing has changed.
   */
  async function findChanges(from: number, before: Standing, to: number, after: Standing) {
    if (before === after) return;
    if (to - from <= 1) return note(to, after);
    const middle = Math.floor((from + to) / 2);
    const between = await look(middle);
    await findChanges(from, before, middle, between);
    await findChanges(middle, between, to, after);
  }

  let seen = { at: 0, standing: await look(0) };
  note(0, seen.standing);
  const passTo = async (at: number) => {
    await findChanges(seen.at, seen.standing, at, await look(at));
    await letPass(at - seen.at);
    now = at;
  };
  for (const { at, kind } of toSteps(story)) {
    await passTo(at);
    await act[kind]();
    seen = { at, standing: await look(at) };
    note(at, seen.standing);
  }
  const { session, refresh } = strategy.cookies;
  lane.cookies = [cookieBytes(session, held.cookie)];
  if (refresh && held.refreshToken) lane.cookies.push(cookieBytes(refresh, held.refreshToken));
  // No session lives longer. If nobody visits again, the last change is the end of the session.
  await passTo(Math.max(story.length, story.lifetimes.absoluteMaxAge));
  return lane;
}
