import "server-only";
import { z } from "zod";
import { SignInRefused } from "@/lib/errors";
import { isFromThisSite } from "@/lib/http/origin";
import { answerFaults, json, refuseOtherUsersPage } from "@/lib/http/respond";
import { getSession, unauthenticated } from "@/lib/session/current";
import type { Session } from "@/lib/session/strategy";
import { isDemoOn } from "./gate";
import { withinLimits } from "./lab-limit";

/** A GET of the lab for signed-in users. Guests get 401. If the session cannot be checked, the answer is 503. */
export function labQuery(
  answer: (session: Session, request: Request) => Promise<Response>,
  options?: { fresh: boolean },
) {
  return inDemo(forSomeone(answer, options));
}

function forSomeone(
  answer: (session: Session, request: Request) => Promise<Response>,
  options?: { fresh: boolean },
) {
  return answerFaults(async (request: Request) => {
    const session = await getSession(options);
    return session ? answer(session, request) : unauthenticated();
  });
}

/**
 * A POST of the lab: JSON that fits `schema`, sent by a page of this site that was rendered for the current user.
 */
export function labAction<Schema extends z.core.$ZodType>(
  schema: Schema,
  act: (session: Session, input: z.output<Schema>) => Promise<Response>,
) {
  return fromOurPages(
    forSomeone(
      async (session, request) =>
        refuseOtherUsersPage(request, session.user) ??
        withInput(schema, request, (input) => act(session, input)),
      { fresh: true },
    ),
  );
}

/** The same for everyone, including guests. `points`: how many requests it counts as. */
export function openAction<Schema extends z.core.$ZodType>(
  schema: Schema,
  act: (input: z.output<Schema>) => Promise<Response>,
  points: number,
) {
  return fromOurPages(
    answerFaults((request: Request) => withInput(schema, request, act)),
    points,
  );
}

function fromOurPages(answer: (request: Request) => Promise<Response>, points?: number) {
  const guarded = async (request: Request) =>
    isFromThisSite(request) && isJson(request)
      ? answer(request)
      : json({ error: "forbidden" }, 403);
  return inDemo(guarded, points);
}

/**
 * If the demo is off, its routes answer 404. If it is on, they are limited. A throw-away user may have been deleted as the
 * oldest of too many.
 */
function inDemo(answer: (request: Request) => Promise<Response>, points = 1) {
  return async (request: Request) => {
    if (!(await isDemoOn())) return json({ error: "not found" }, 404);
    try {
      return await withinLimits(request.headers, points, () => answer(request));
    } catch (error) {
      if (error instanceof SignInRefused) return json({ error: "start over" }, 409);
      throw error;
    }
  };
}

async function withInput<Schema extends z.core.$ZodType>(
  schema: Schema,
  request: Request,
  act: (input: z.output<Schema>) => Promise<Response>,
): Promise<Response> {
  const input = z.safeParse(schema, await request.json().catch(() => undefined));
  return input.success ? act(input.data) : json({ error: "bad request" }, 400);
}

/** A form of another site cannot send this content type. */
const isJson = ({ headers }: Request) =>
  headers.get("content-type")?.startsWith("application/json") ?? false;
