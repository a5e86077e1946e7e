// The strategy that runs, with a limit of two sessions: it ends the oldest ones of a user.
import "server-only";
import { SHORT_ACCESS } from "@/app/demo/shared/short-access";
import { createStage, type Held, labStrategy } from "@/app/demo/shared/stage";

export const LIMIT = 2;

export const lab = labStrategy({ deviceLimit: LIMIT, accessMaxAge: SHORT_ACCESS });

/** A browser holds nothing any more, once it is out. */
export const stage = createStage<Held | null>({
  name: "demo-device-limit",
  path: "/demo/api/device-limit",
  userName: "Someone with three browsers",
});
