"use client";

import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Loading } from "@/components/ui/loading";
import { Notice } from "@/components/ui/notice";
import { inWords } from "@/lib/duration";
import { useHydrated } from "../shared/use-hydrated";
import { useStoryInAddress } from "./address";
import { Board } from "./board";
import { Cards } from "./cards";
import { Editor } from "./editor";
import { type LaneName, lanesOf, type Played } from "./lane";
import { Player } from "./player";
import { stories } from "./stories";
import type { Story } from "./story";
import { StoryPicker } from "./story-picker";
import { usePlayed } from "./use-played";
import { usePlayhead } from "./use-playhead";

const first: Story = stories["An employee leaves"];

interface ExperimentProps {
  /** Of every lane, as this page writes them. */
  names: Partial<Record<LaneName, ReactNode>>;
  /** Below the drawing. */
  note: ReactNode;
}

export function Experiment({ names, note }: ExperimentProps) {
  const { story, setStory, unreadable } = useStoryInAddress(first);
  const { played, trouble, tryAgain } = usePlayed(story);
  const playhead = usePlayhead(story.length, played ? toMoments(played) : []);
  const hydrated = useHydrated();

  return (
    <>
      {unreadable && (
        <Notice title="The story in this link could not be read" live>
          It may have been cut off. Here is another one.
        </Notice>
      )}
      {trouble !== null && (
        <Notice tone="bad" title="The story could not be played" live>
          <p className="mb-3">
            {trouble === 503
              ? "The database gave no answer."
              : `The app answered ${trouble || "nothing"}.`}
          </p>
          <Button onClick={tryAgain}>Try again</Button>
        </Notice>
      )}
      {played ? (
        <>
          <Player playhead={playhead} played={played}>
            <StoryPicker story={story} onPick={setStory} />
          </Player>
          <Board story={story} played={played} at={playhead.at} names={names} onChange={setStory} />
          <div className="-mt-2 grid gap-1 text-xs text-mute">
            <p role="status">
              {played.story === story && toMeasured(played)}
              {played.story !== story &&
                (trouble === null ? "Playing it anew …" : "This is the story before.")}
            </p>
            <p>
              Outlined in red: too long, from an event until a request is answered as it should be.
              Hatched: out. Lines across a bar: renewals.
            </p>
            <p>{note}</p>
          </div>
          <Cards played={played} at={playhead.at} />
        </>
      ) : (
        trouble === null && <Loading what="the story" />
      )}
      <fieldset disabled={!hydrated} className="contents">
        <legend className="sr-only">The story</legend>
        <Editor story={story} onChange={setStory} />
      </fieldset>
    </>
  );
}

const toMeasured = ({ story, took }: Played) =>
  `Measured just now: ${inWords(story.length)} in ${(took / 1000).toFixed(1)} s, because the clock was turned. All the rest is real.`;

/** Where something happens, or is noticed. */
function toMoments(played: Played): number[] {
  const { story } = played;
  const seconds = [
    0,
    ...story.events.flatMap(({ at, until = at }) => [at, until]),
    ...lanesOf(played).flatMap(([, { changes }]) => changes.map(({ at }) => at)),
    story.length,
  ];
  return [...new Set(seconds)].filter((at) => at <= story.length).toSorted((a, b) => a - b);
}
