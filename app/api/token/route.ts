import { headers } from "next/headers";
import { isBearer } from "@/features/bearer/request";
import {
  issuerOf,
  refuseAudience,
  serviceTokens,
  TOKEN_MAX_AGE,
} from "@/features/service-tokens/service-token";
import { refuseForeign } from "@/lib/http/foreign";
import { isFromThisSite } from "@/lib/http/origin";
import { answerFaults, json, refuseOtherUsersPage } from "@/lib/http/respond";
import { getCurrentUser, unauthenticated } from "@/lib/session/current";

/**
 * A token that tells the service `audience` who this user is: JSON `{ audience }` to 200 `{ token, expiresIn }`
 * (seconds). 400 for a bad audience, 401, 403 for a foreign Origin, 409 from another user's page, 503 when it could not be checked.
 */
export const POST = answerFaults(async (request: Request) => {
  if (!isBearer(request.headers) && !isFromThisSite(request)) return refuseForeign(request);
  // A fresh check, because the token cannot be revoked.
  const user = await getCurrentUser({ fresh: true });
  if (!user) return unauthenticated();
  const otherUser = refuseOtherUsersPage(request, user);
  if (otherUser) return otherUser;

  const body = await request.json().catch(() => null);
  const audience = body?.audience;
  const refusal = refuseAudience(audience);
  if (refusal) return json({ error: "bad audience", message: refusal }, 400);

  const issuer = issuerOf(await headers());
  if (!issuer)
    return json(
      { error: "untrusted host", message: "Its owner can set AUTH_URL or AUTH_TRUST_HOST." },
      400,
    );
  const token = await serviceTokens.mint({ issuer, subject: user.id, audience });
  return json({ token, expiresIn: TOKEN_MAX_AGE });
});
