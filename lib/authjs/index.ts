// Auth.js's public face (https://authjs.dev/reference/nextjs), loaded at the first call: asking who is signed in
// does not need Auth.js.
import type { NextRequest } from "next/server";
import type { NextAuthResult } from "next-auth";
import type { SessionStrategy } from "../session/strategy";

type Created = ReturnType<typeof import("./create")["createAuthjs"]>;
/** Auth.js types its handlers for use as a wrapper, too. */
type Handler = (...request: unknown[]) => unknown;

export function authjsOn(strategy: SessionStrategy): NextAuthResult {
  let created: Promise<Created> | undefined;
  const load = () => {
    created ??= import("./create").then(({ createAuthjs }) => createAuthjs(strategy));
    return created;
  };

  /** As a wrapper it returns a handler at once, so that `export const GET = auth(handler)` works. */
  function auth(...parts: unknown[]): unknown {
    const [handler] = parts;
    if (typeof handler !== "function")
      return load().then((face) => (face.auth as Handler)(...parts));
    return async (...request: unknown[]) => {
      const wrapped = await (await load()).auth(handler as never);
      return (wrapped as unknown as Handler)(...request);
    };
  }

  const handle = (method: "GET" | "POST") => async (request: NextRequest) =>
    (await load()).handlers[method](request);

  return {
    auth: auth as NextAuthResult["auth"],
    handlers: { GET: handle("GET"), POST: handle("POST") },
    signIn: (async (...parts: Parameters<NextAuthResult["signIn"]>) =>
      (await load()).signIn(...parts)) as NextAuthResult["signIn"],
    signOut: (async (...parts: Parameters<NextAuthResult["signOut"]>) =>
      (await load()).signOut(...parts)) as NextAuthResult["signOut"],
    unstable_update: (async (...parts: Parameters<NextAuthResult["unstable_update"]>) =>
      (await load()).unstable_update(...parts)) as NextAuthResult["unstable_update"],
  };
}
