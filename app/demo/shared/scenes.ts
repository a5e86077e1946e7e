// Where an experiment happens: a throw-away user, and the strategy that runs once more, with lifetimes of its own over
// the real store. What the user's browsers hold is sealed in a cookie of the visitor's.
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

/** Sessions that a throw-away user may have where an experiment sets no limit: a cookie that is replayed adds no more. */
const MOST_SESSIONS = 4;

/** What is sealed for the lab opens nothing in the app, whatever becomes of it. */
const secrets = env.AUTH_SECRET.map((secret) => `lab ${secret}`);

/** Of a strategy of the lab. Seconds; what is not said is as in the app, without an idle timeout. */
export const labDependencies = (policy: Partial<SessionPolicy>) => ({
  policy: { ...sessionPolicy, idleTimeout: undefined, deviceLimit: MOST_SESSIONS, ...policy },
  secrets,
  // #region marks
  marks: labMarks,
  // #endregion
});

/** The strategy that runs. */
export const labStrategy = (policy: Partial<SessionPolicy>): SessionStrategy =>
  assemble(descriptor, labDependencies(policy));

/** What one browser holds. */
export type Held = Pick<IssuedSession, "id" | "cookie" | "refreshToken">;

export const toHeld = ({ id, cookie, refreshToken }: IssuedSession): Held => ({
  id,
  cookie,
  refreshToken,
});

/** What a visitor has in one experiment. */
export interface Scene<Browser> {
  user: SessionUser;
  browsers: Browser[];
}

/** Kept for the real user who looks on: nobody gets the scene of somebody else. */
export const sceneCookie = <Browser>({ name, path }: { name: string; path: string }) =>
  labCookie<Scene<Browser>>({ name, path, maxAge: LIFETIME });

interface ExperimentOptions<Browser, State> {
  /** Of the cookie. */
  name: string;
  /** Where the cookie is sent: to the route of the experiment, or to pages too. */
  path: string;
  /** Of the throw-away user. */
  userName: string;
  /** For what has no sense without a database. */
  needsDatabase?: boolean;
  /** How the experiment begins, as what a button does. */
  start: (scene: Scene<Browser>, input: Input) => Promise<Line[]>;
  /** What its buttons do. They change `scene`. `which` is a browser, by its place in `scene`. */
  actions: Record<string, (scene: Scene<Browser>, input: Input) => Promise<Line[]>>;
  /** What there is to see after that, and each second. What it changes in `scene` is kept. */
  look: (scene: Scene<Browser>) => Promise<{ state: State; log: Line[] }>;
}

const input = z.object({
  action: z.string().max(20),
  /** A browser, by its place in the scene. */
  which: z.int().min(0).max(9).default(0),
});
type Input = z.output<typeof input>;

/** The routes of one experiment. `start` and `stop` are actions of all of them. */
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
  /** Of the answer, where that is a request. */
  status?: (result: T) => number;
}

/** Does something, and says in a line of the log how long it took and which statements were sent. */
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

/** Without the list of columns, in one line. */
const shorten = (text: string) =>
  text
    .replaceAll(/\s+/g, " ")
    .replaceAll('"public".', "")
    .replace(/^ ?SELECT .{20,}? FROM /, "SELECT … FROM ")
    .replace(/ \([^)]*\) VALUES \([^)]*\)/, " …")
    .replace(/ RETURNING .*/, "")
    .trim();

/**
 * A request of a browser: what middleware.ts and the refresh route do together. It shows the cookie, and where that has
 * ended, the refresh token. Null when the browser is signed out.
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
