import type { SessionPolicy } from "@/lib/session/policy";

/** Of the practice session, in seconds. */
export const familyPolicy: SessionPolicy = {
  maxAge: 600,
  updateAge: 600,
  absoluteMaxAge: 600,
  accessMaxAge: 20,
  reuseGrace: 5,
};
