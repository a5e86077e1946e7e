import "server-only";
import { cookies, headers } from "next/headers";
import { strategy } from "@/auth";
import { refuseForeign } from "../../lib/http/foreign";
import { isFromThisSite } from "../../lib/http/origin";
import { answerFaults, json } from "../../lib/http/respond";
import { getSession, unauthenticated } from "../../lib/session/current";
import { endSession } from "../../lib/session/lifecycle";
import { isBearer, withBearer } from "./request";

/**
 * `DELETE /api/session`: ends the session of the token or, without one, of the cookie. 200 `{ endNoticedWithin }`: seconds
 * until every server notices, null for not before it expires. 401, 403 for a foreign Origin, 503 as elsewhere.
 */
export const answerSignOut = answerFaults(async (request: Request) => {
  if (!isBearer(request.headers) && !isFromThisSite(request)) return refuseForeign(request);
  if (!(await getSession({ passive: true }))) return unauthenticated();
  const parts = { headers: await headers(), cookies: await cookies() };
  await endSession(strategy, withBearer(strategy, parts));
  return json({ endNoticedWithin: strategy.endNoticedWithin });
});
