"use client";

import Link from "next/link";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { inWords } from "@/lib/duration";
import { toHash } from "../compare/address";
import { Board, type LaneNames } from "../compare/board";
import { stories } from "../compare/stories";
import type { Story as StoryType } from "../compare/story";
import { usePlayed } from "../compare/use-played";
import { usePlayhead } from "../compare/use-playhead";
import { toMoments } from "../compare/words";

/** A story of Compare. It plays automatically once it has been measured and is visible. */
export function Story({ names }: { names: LaneNames }) {
  const [story, setStory] = useState<StoryType>(stories["An employee leaves"]);
  const { played, trouble, tryAgain } = usePlayed(story);
  const playhead = usePlayhead(story.length, played ? toMoments(played) : []);
  const stage = useRef<HTMLDivElement>(null);
  usePlayOnce(stage, played !== null, playhead);

  return (
    <div ref={stage} className="rounded-xl shadow-[0_1px_2px_#0000000a,0_16px_48px_-20px_#0003]">
      <Board story={story} played={played} playhead={playhead} names={names} onPick={setStory}>
        <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1">
          <p role="status">
            {trouble !== null ? (
              <>
                {trouble === 503
                  ? "The database gave no answer. "
                  : "The story could not be played. "}
                <button type="button" className="link" onClick={tryAgain}>
                  Try again
                </button>
              </>
            ) : played?.story === story ? (
              `Measured just now: ${inWords(story.length)} in ${(played.took / 1000).toFixed(1)} s, with a simulated clock.`
            ) : (
              "Playing the story …"
            )}
          </p>
          <Link href={`/demo/compare#${toHash(story)}`} className="link text-foreground">
            Change this story
          </Link>
        </div>
      </Board>
    </div>
  );
}

/** Plays only without reduced motion, and only if the user has not pressed anything yet. */
function usePlayOnce(
  stage: React.RefObject<HTMLElement | null>,
  ready: boolean,
  playhead: ReturnType<typeof usePlayhead>,
) {
  const done = useRef(false);
  const play = useEffectEvent(() => {
    if (!done.current && playhead.at === null && !playhead.playing) playhead.play();
    done.current = true;
  });
  useEffect(() => {
    const element = stage.current;
    const stop = () => {
      done.current = true;
    };
    element?.addEventListener("pointerdown", stop);
    element?.addEventListener("keydown", stop);
    return () => {
      element?.removeEventListener("pointerdown", stop);
      element?.removeEventListener("keydown", stop);
    };
  }, [stage]);
  useEffect(() => {
    if (!ready || !stage.current || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) play();
      },
      { threshold: 0.2 },
    );
    observer.observe(stage.current);
    return () => observer.disconnect();
  }, [ready, stage]);
}
