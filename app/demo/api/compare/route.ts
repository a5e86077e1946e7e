import { playStory } from "@/app/demo/compare/live";
import { storySchema } from "@/app/demo/compare/story";
import { openAction } from "@/app/demo/shared/lab-route";
import { json } from "@/lib/http/respond";

/** It is bounded work, but work, and nobody has to sign in for it. */
const AT_ONCE = 4;
let playing = 0;

/** Plays a story under every strategy, and says what came of it. */
export const POST = openAction(storySchema, async (story) => {
  if (playing >= AT_ONCE) return json({ error: "busy" }, 429, { "Retry-After": "1" });
  playing++;
  try {
    return json(await playStory(story));
  } finally {
    playing--;
  }
});
