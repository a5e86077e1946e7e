import { headers } from "next/headers";
import { z } from "zod";
import { audiences } from "@/app/demo/service-token/audiences";
import { labAction } from "@/app/demo/shared/lab-route";
import {
  createServiceTokens,
  issuerOf,
  TOKEN_MAX_AGE,
} from "@/features/service-tokens/service-token";
import { env } from "@/lib/env";
import { json } from "@/lib/http/respond";
import { callService } from "./service";

const wanted = z.union([
  z.object({ token: z.string().max(8192) }),
  z.object({ ended: z.literal(true) }),
]);

/** Genuine in all but its time, and good for nothing: over before anyone sees it. */
const endedTokens = createServiceTokens({
  secrets: env.AUTH_SECRET,
  clock: () => Date.now() - (TOKEN_MAX_AGE + 1) * 1000,
});

/** Sends a token, or one of mine that has just ended, to the service of this page. */
export const POST = labAction(wanted, async ({ user }, input) => {
  const [audience] = audiences;
  const issuer = issuerOf(await headers());
  if (!issuer) return json({ error: "not set up" }, 409);
  const token =
    "token" in input ? input.token : await endedTokens.mint({ issuer, subject: user.id, audience });
  return json(await callService({ token, issuer, audience }));
});
