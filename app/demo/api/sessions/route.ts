import { z } from "zod";
import { labAction, labQuery } from "@/app/demo/shared/lab-route";
import type { SessionsAnswer } from "@/app/demo/sign-out-elsewhere/answers";
import { strategy } from "@/auth";
import { endChosen } from "@/lib/accounts/end-sessions";
import { json } from "@/lib/http/respond";
import { getSession } from "@/lib/session/current";

/** My live sessions, where the strategy keeps a record of them. */
export const GET = labQuery(async ({ id, user, expires, accessExpires }) => {
  const records = await strategy.records?.list(user.id);
  const ended = strategy.revocation !== null && !(await getSession({ fresh: true }));
  const body: SessionsAnswer = {
    current: { id, expires, accessExpires, ended },
    records:
      records?.map(({ id, userAgent, ip, authTime }) => ({ id, userAgent, ip, authTime })) ?? null,
  };
  return json(body);
});

/** Ends one session, if it is mine. */
export const POST = labAction(z.object({ end: z.string().max(100) }), async ({ user }, { end }) => {
  const ended = await endChosen({ userId: user.id, sessionId: end }, user);
  if (ended === null) return json({ error: "this strategy cannot end a session" }, 409);
  return json({ ended: ended !== 0 });
});
