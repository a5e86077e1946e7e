import type { Outcome } from "@/app/demo/compare/lane";
import { playStory } from "@/app/demo/compare/live";
import { storySchema } from "@/app/demo/compare/story";
import { oneAfterTheOther, STORY } from "@/app/demo/shared/lab-limit";
import { openAction } from "@/app/demo/shared/lab-route";
import { json } from "@/lib/http/respond";

/** A story sends hundreds of statements, and the route needs no sign-in. */
const inTurn = oneAfterTheOther();
/** The running stories. Requests for the same story share one result, as the start page always sends the same story. */
const underway = new Map<string, Promise<Outcome>>();

/** Plays a story under every strategy, and returns the result. */
export const POST = openAction(
  storySchema,
  async (story) => {
    const key = JSON.stringify(story);
    const same = underway.get(key);
    if (same) return json(await same);
    return inTurn(async () => {
      const played = underway.get(key) ?? playStory(story).finally(() => underway.delete(key));
      underway.set(key, played);
      return json(await played);
    });
  },
  STORY,
);
