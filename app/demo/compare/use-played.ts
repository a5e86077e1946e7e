import { useEffect, useEffectEvent, useRef, useState } from "react";
import { post } from "../shared/ask";
import type { Outcome, Played } from "./lane";
import type { Story } from "./story";

/** Milliseconds without a change before a story is played. */
const REST = 250;
/** Milliseconds to wait while the server plays the stories of others. */
const BUSY = 1000;

/** Lets the server play each story, one at a time. The last story is always played. */
export function usePlayed(story: Story) {
  const [played, setPlayed] = useState<Played | null>(null);
  /** The status of a failed request; 0 if there was no answer. */
  const [trouble, setTrouble] = useState<number | null>(null);
  const [attempt, setAttempt] = useState(0);
  const before = useRef<Promise<unknown>>(Promise.resolve());

  const play = useEffectEvent(async (wanted: Story, isCurrent: () => boolean) => {
    await before.current;
    while (isCurrent()) {
      const answer = post<Outcome>("/demo/api/compare", wanted);
      before.current = answer;
      const { status, body } = await answer;
      if (!isCurrent()) return;
      if (status === 429) {
        await new Promise((resolve) => setTimeout(resolve, BUSY));
        continue;
      }
      if (status === 200 && body) setPlayed({ ...body, story: wanted });
      setTrouble(status === 200 && body ? null : status);
      return;
    }
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt uses the same story.
  useEffect(() => {
    let current = true;
    const timer = setTimeout(() => play(story, () => current), REST);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [story, attempt]);

  return { played, trouble, tryAgain: () => setAttempt((count) => count + 1) };
}
