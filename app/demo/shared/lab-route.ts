import "server-only";
import type { z } from "zod";
import { env } from "@/lib/env";
import { isHttps } from "@/lib/session/cookie";
import { getSession } from "@/lib/session/current";
import { answerFaults, json } from "@/lib/session/respond";
import type { Session } from "@/lib/session/strategy";

/** A GET of the lab: for someone signed in, 401 for anyone else, 503 when it could not be checked. */
export function labQuery(answer: (session: Session, request: Request) => Promise<Response>) {
  return answerFaults(async (request: Request) => {
    const session = await getSession();
    return session ? answer(session, request) : json({ error: "unauthenticated" }, 401);
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
    isJsonFromThisSite(request.headers) ? query(request) : json({ error: "forbidden" }, 403);
}

/** A form of another site can send neither: not this Origin, and no JSON. */
function isJsonFromThisSite(headers: Headers): boolean {
  if (!headers.get("content-type")?.startsWith("application/json")) return false;
  const origin = headers.get("origin");
  if (origin === null) return true;
  if (env.AUTH_URL) return origin === new URL(env.AUTH_URL).origin;
  const host = headers.get("x-forwarded-host") ?? headers.get("host");
  return origin === `${isHttps(headers) ? "https" : "http"}://${host}`;
}
