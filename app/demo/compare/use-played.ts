import { useEffect, useEffectEvent, useRef, useState } from "react";
import { post } from "../shared/ask";
import type { Outcome, Played } from "./lane";
import type { Story } from "./story";

/** Milliseconds that a story must rest before it is played. */
const REST = 250;
/** Milliseconds to wait where others are having theirs played. */
const BUSY = 1000;

/** Has each story played by the server, one at a time, and the last one whatever came before. */
export function usePlayed(story: Story) {
  const [played, setPlayed] = useState<Played | null>(null);
  /** The status that stands for no answer; 0 where there was none. */
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

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt is made with the same story.
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
