import "server-only";
import { env } from "@/lib/env";
import { createSeal } from "@/lib/session/tokens/seal";

/** The seal of the session cookie, for another purpose: what it seals opens no session. */
export const labSeal = createSeal({ secrets: env.AUTH_SECRET, purpose: "demo-cookie-size" });
