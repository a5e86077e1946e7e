import type { Outcome } from "@/app/demo/compare/lane";
import { playStory } from "@/app/demo/compare/live";
import { storySchema } from "@/app/demo/compare/story";
import { oneAfterTheOther, STORY } from "@/app/demo/shared/lab-limit";
import { openAction } from "@/app/demo/shared/lab-route";
import { json } from "@/lib/http/respond";

/** A story is hundreds of statements, one after the other, and nobody has to sign in for it. */
const inTurn = oneAfterTheOther();
/** By story: whoever asks for one that is being played gets its result. The start page asks for the same one each time. */
const underway = new Map<string, Promise<Outcome>>();

/** Plays a story under every strategy, and says what came of it. */
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
