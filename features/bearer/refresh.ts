import { json } from "../../lib/http/respond";
import type { SessionStrategy } from "../../lib/session/strategy";
import { exchangeForProgram } from "../move";
import { answerTokens, readJson } from "./answer";
import { challenge } from "./request";

/**
 * The refresh of a program: JSON `{ refreshToken }` to 200 with a new pair, 400 for another body, 401 when the session has
 * ended. Rotation, grace time and reuse work as with cookies. Null for a request without JSON, which is a
 * browser's.
 */
export async function refreshByJson(
  strategy: SessionStrategy,
  request: Request,
): Promise<Response | null> {
  const body = await readJson(request);
  if (!body) return null;
  const moved = await exchangeForProgram(strategy, body, request.headers);
  if (moved) return answerTokens(moved);
  if (moved === null) return refuse(request);
  const { refreshToken } = body;
  if (typeof refreshToken !== "string")
    return json({ error: "bad request", message: 'Send { "refreshToken": "…" }.' }, 400);
  const issued = await strategy.refresh?.rotate(refreshToken);
  if (issued) return answerTokens(issued, refreshToken);
  return refuse(request);
}

const refuse = ({ headers }: Request) =>
  json({ error: "unauthenticated", reason: "no-session" }, 401, challenge(headers));
