import "server-only";
import type { z } from "zod";
import { isFromThisSite } from "@/lib/origin";
import { getSession, unauthenticated } from "@/lib/session/current";
import { answerFaults, json } from "@/lib/session/respond";
import type { Session } from "@/lib/session/strategy";

/** A GET of the lab: for someone signed in, 401 for anyone else, 503 when it could not be checked. */
export function labQuery(answer: (session: Session, request: Request) => Promise<Response>) {
  return answerFaults(async (request: Request) => {
    const session = await getSession();
    return session ? answer(session, request) : unauthenticated();
  });
}

/** A POST of the lab: JSON that fits `schema`, sent by a page of this site, for someone signed in. */
export function labAction<Schema extends z.ZodType>(
  schema: Schema,
  act: (session: Session, input: z.output<Schema>) => Promise<Response>,
) {
  const query = labQuery(async (session, request) => {
    const input = schema.safeParse(await request.json().catch(() => undefined));
    return input.success ? act(session, input.data) : json({ error: "bad request" }, 400);
  });
  return async (request: Request) =>
    isFromThisSite(request) && isJson(request) ? query(request) : json({ error: "forbidden" }, 403);
}

/** A form of another site can send everything but this. */
const isJson = ({ headers }: Request) =>
  headers.get("content-type")?.startsWith("application/json") ?? false;
