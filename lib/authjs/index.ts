// Auth.js's public face (https://authjs.dev/reference/nextjs), loaded at the first call: asking who is signed in
// does not need Auth.js.
import type { NextRequest } from "next/server";
import type { SessionStrategy } from "../session/strategy";
import type { Authjs, RouteContext, RouteHandler } from "./create";

export function authjsOn(strategy: SessionStrategy): Authjs {
  let created: Promise<Authjs> | undefined;
  const load = () => {
    created ??= import("./create").then(({ createAuthjs }) => createAuthjs(strategy));
    return created;
  };

  /** As a wrapper it returns a handler at once, so that `export const GET = auth(handler)` works. */
  function auth(handler?: RouteHandler): unknown {
    if (!handler) return load().then((face) => face.auth());
    return async (request: NextRequest, context: RouteContext) =>
      (await load()).auth(handler)(request, context);
  }

  const handle = (method: "GET" | "POST") => async (request: NextRequest) =>
    (await load()).handlers[method](request);

  return {
    auth: auth as Authjs["auth"],
    handlers: { GET: handle("GET"), POST: handle("POST") },
    signIn: (async (...parts: Parameters<Authjs["signIn"]>) =>
      (await load()).signIn(...parts)) as Authjs["signIn"],
    signOut: (async (...parts: Parameters<Authjs["signOut"]>) =>
      (await load()).signOut(...parts)) as Authjs["signOut"],
  };
}
