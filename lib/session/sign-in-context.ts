import { clientAddress } from "../http/client-address";
import { type RequestParts, sessionCookies } from "./cookie";
import type { SessionStrategy, SignInContext } from "./strategy";

/** The context of a sign-in, from the request of the browser. */
export function signInContext(strategy: SessionStrategy, request: RequestParts): SignInContext {
  return {
    previous: sessionCookies(strategy, request).cookie,
    ip: clientAddress(request.headers),
    userAgent: request.headers.get("user-agent")?.slice(0, 500),
  };
}
