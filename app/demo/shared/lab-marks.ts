// The marks of throw-away users, in the store of the app. They expire together with these users.
import "server-only";
import { sessionMarks } from "@/lib/session/store/marks";
import type { SessionMarks } from "@/lib/session/store/types";
import { LIFETIME } from "./throw-away-limits";

export const labMarks: SessionMarks = {
  ...sessionMarks,
  set: (userId, mark, now, expires) =>
    sessionMarks.set(userId, mark, now, Math.min(expires, now + LIFETIME * 1000)),
};
