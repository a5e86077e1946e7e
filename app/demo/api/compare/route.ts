import { playStory } from "@/app/demo/compare/live";
import { storySchema } from "@/app/demo/compare/story";
import { busy, STORY } from "@/app/demo/shared/lab-limit";
import { openAction } from "@/app/demo/shared/lab-route";
import { json } from "@/lib/http/respond";

/** A story is hundreds of statements, one after the other, and nobody has to sign in for it. So it has two connections at most. */
const AT_ONCE = 2;
let playing = 0;

/** Plays a story under every strategy, and says what came of it. */
export const POST = openAction(
  storySchema,
  async (story) => {
    if (playing >= AT_ONCE) return busy(1);
    playing++;
    try {
      return json(await playStory(story));
    } finally {
      playing--;
    }
  },
  STORY,
);
