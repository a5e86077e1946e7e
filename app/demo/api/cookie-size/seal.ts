import "server-only";
import { env } from "@/lib/env";
import { createSeal } from "@/lib/session/tokens/seal";

/**
 * The seal of the session cookie, for another purpose: what it seals opens no session. The purpose is in the header, so it
 * is as long as "session", and the sizes agree.
 */
export const labSeal = createSeal({ secrets: env.AUTH_SECRET, purpose: "lab-jar" });
