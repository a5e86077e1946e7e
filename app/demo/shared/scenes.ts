// The scene of an experiment: a throw-away user, and a second instance of the running strategy with other lifetimes on
// the real store. The cookies of the user's browsers are encrypted in a cookie of the visitor.
import "server-only";
import { z } from "zod";
import { descriptor } from "@/auth";
import { env, sessionPolicy } from "@/lib/env";
import { json } from "@/lib/http/respond";
import { measuredInFull } from "@/lib/http/timing";
import { assemble } from "@/lib/session/assemble";
import type { SessionPolicy } from "@/lib/session/policy";
import type { IssuedSession, SessionStrategy, SessionUser } from "@/lib/session/strategy";
import { labCookie } from "./lab-cookie";
import type { LabAnswer, Line } from "./lab-log";
// #region marks
import { labMarks } from "./lab-marks";
// #endregion
import { labAction, labQuery } from "./lab-route";
import { createThrowAwayUser, deleteThrowAwayUser } from "./throw-away";
import { LIFETIME } from "./throw-away-limits";

/** The most sessions of a throw-away user if an experiment sets no limit, so that a replayed cookie cannot add more. */
const MOST_SESSIONS = 4;

/** Separate secrets, so that tokens of the lab are never valid in the app. */
const secrets = env.AUTH_SECRET.map((secret) => `lab ${secret}`);

/** The dependencies of a lab strategy. Times are seconds. Defaults are those of the app, without an idle timeout. */
export const labDependencies = (policy: Partial<SessionPolicy>) => ({
  policy: { ...sessionPolicy, idleTimeout: undefined, deviceLimit: MOST_SESSIONS, ...policy },
  secrets,
  // #region marks
  marks: labMarks,
  // #endregion
});

/** The running strategy, for the lab. */
export const labStrategy = (policy: Partial<SessionPolicy>): SessionStrategy =>
  assemble(descriptor, labDependencies(policy));

/** The cookies of one browser. */
export type Held = Pick<IssuedSession, "id" | "cookie" | "refreshToken">;

export const toHeld = ({ id, cookie, refreshToken }: IssuedSession): Held => ({
  id,
  cookie,
  refreshToken,
});

/** The state of a visitor in one experiment. */
export interface Scene<Browser> {
  user: SessionUser;
  browsers: Browser[];
}

/** Stored for the real user, so that nobody gets the scene of another user. */
export const sceneCookie = <Browser>({ name, path }: { name: string; path: string }) =>
  labCookie<Scene<Browser>>({ name, path, maxAge: LIFETIME });

interface ExperimentOptions<Browser, State> {
  /** The name of the cookie. */
  name: string;
  /** The path of the cookie: the route of the experiment, or also pages. */
  path: string;
  /** The name of the throw-away user. */
  userName: string;
  /** The experiment needs a database. */
  needsDatabase?: boolean;
  /** The start of the experiment, which works like an action. */
  start: (scene: Scene<Browser>, input: Input) => Promise<Line[]>;
  /** The actions of the buttons. They change `scene`. `which` is the index of a browser in `scene`. */
  actions: Record<string, (scene: Scene<Browser>, input: Input) => Promise<Line[]>>;
  /** The visible state, read after each action and each second. Changes to `scene` are stored. */
  look: (scene: Scene<Browser>) => Promise<{ state: State; log: Line[] }>;
}

const input = z.object({
  action: z.string().max(20),
  /** The index of a browser in the scene. */
  which: z.int().min(0).max(9).default(0),
});
type Input = z.output<typeof input>;

/** The routes of one experiment. Every experiment has the actions `start` and `stop`. */
export function labExperiment<Browser, State>(options: ExperimentOptions<Browser, State>) {
  const { userName, start, actions, look } = options;
  const kept = sceneCookie<Browser>(options);

  async function answer(visitorId: string, scene: Scene<Browser>, log: Line[], before: string) {
    const seen = await look(scene);
    if (JSON.stringify(scene) !== before) await kept.keep(visitorId, scene);
    const all = { state: seen.state, log: [...log, ...seen.log], now: Date.now() };
    return json(all satisfies LabAnswer<State>);
  }
  const nothing = (status: number) =>
    json({ state: null, log: [], now: Date.now() } satisfies LabAnswer<State>, status);

  const GET = labQuery(async ({ user: visitor }) => {
    const scene = await kept.get(visitor.id);
    return scene ? answer(visitor.id, scene, [], JSON.stringify(scene)) : nothing(200);
  });

  const POST = labAction(input, async ({ user: visitor }, input) => {
    const before = await kept.get(visitor.id);
    if (input.action === "start" || input.action === "stop") {
      if (before) await deleteThrowAwayUser(before.user.id);
      if (input.action === "stop") await kept.keep(visitor.id, null);
      if (input.action === "stop") return nothing(200);
      if (options.needsDatabase && !env.DATABASE_URL) return nothing(409);
      const scene = { user: await createThrowAwayUser(userName), browsers: [] };
      return answer(visitor.id, scene, await start(scene, input), "");
    }
    const act = Object.hasOwn(actions, input.action) ? actions[input.action] : undefined;
    if (!act || !before?.browsers[input.which]) return nothing(409);
    const as = JSON.stringify(before);
    return answer(visitor.id, before, await act(before, input), as);
  });

  return { GET, POST };
}

interface Told<T> {
  who: string;
  what: string;
  /** The status of the answer, if it is a request. */
  status?: (result: T) => number;
}

/** Runs `work`, and returns a log line with its duration and its SQL statements. */
export async function told<T>(
  { who, what, status }: Told<T>,
  work: () => Promise<T>,
): Promise<{ result: T; line: Line }> {
  const at = Date.now();
  const start = performance.now();
  const { result, cost } = await measuredInFull(work);
  const ms = performance.now() - start;
  const statements = (cost.statements ?? []).filter((text) => !isFrame.test(text)).map(shorten);
  return { result, line: { who, what, at, ms, statements, status: status?.(result) } };
}

/** Signs a throw-away user in with a new browser. */
export async function signIn(
  lab: SessionStrategy,
  user: SessionUser,
  who: string,
  what = "signs in",
) {
  const create = () => lab.create(user, { userAgent: "the demo" });
  const { result, line } = await told({ who, what, status: () => 200 }, create);
  return { issued: result, held: toHeld(result), line };
}

const isFrame = /^\s*(BEGIN|COMMIT|ROLLBACK|SET|DEALLOCATE)\b/i;

/** The statement in one line, without the list of columns. */
const shorten = (text: string) =>
  text
    .replaceAll(/\s+/g, " ")
    .replaceAll('"public".', "")
    .replace(/^ ?SELECT .{20,}? FROM /, "SELECT … FROM ")
    .replace(/ \([^)]*\) VALUES \([^)]*\)/, " …")
    .replace(/ RETURNING .*/, "")
    .trim();

/**
 * A request of a browser, as middleware.ts and the refresh route handle it together. It sends the cookie and, if that has
 * expired, the refresh token. Null if the browser is signed out.
 */
export async function request(
  lab: SessionStrategy,
  who: string,
  { cookie, refreshToken }: Omit<Held, "id">,
): Promise<{ issued: IssuedSession | null; log: Line[] }> {
  const status = (result: unknown) => (result ? 200 : 401);
  const first = await told({ who, what: "request", status }, () => lab.renew(cookie));
  if (first.result) return { issued: { refreshToken, ...first.result }, log: [first.line] };
  const { refresh } = lab;
  if (!refresh || !refreshToken) return { issued: null, log: [first.line] };
  const second = await told({ who, what: "refresh", status }, () => refresh.rotate(refreshToken));
  return { issued: second.result, log: [first.line, second.line] };
}
