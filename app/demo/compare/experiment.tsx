"use client";

import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { useHydrated } from "@/components/use-hydrated";
import { inWords } from "@/lib/duration";
import { useStoryInAddress } from "./address";
import { Board, type LaneNames } from "./board";
import { Editor } from "./editor";
import type { Played } from "./lane";
import { Outcomes } from "./outcomes";
import { stories } from "./stories";
import type { Story } from "./story";
import { usePlayed } from "./use-played";
import { usePlayhead } from "./use-playhead";
import { toMoments } from "./words";

const first: Story = stories["An employee leaves"];

interface ExperimentProps {
  names: LaneNames;
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
          The link may be cut off. The page shows a default story instead.
        </Notice>
      )}
      {trouble !== null && (
        <Notice tone="bad" title="The story could not be played" live>
          <p className="mb-3">
            {trouble === 503
              ? "The database gave no answer."
              : trouble
                ? `The app answered ${trouble}.`
                : "The app did not answer."}
          </p>
          <Button onClick={tryAgain}>Try again</Button>
        </Notice>
      )}
      <fieldset disabled={!hydrated} className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-8">
        <legend className="sr-only">The story</legend>
        <Board
          story={story}
          played={played}
          playhead={playhead}
          names={names}
          onPick={setStory}
          onChange={setStory}
        >
          <p role="status">
            {played?.story === story && toMeasured(played)}
            {played?.story !== story &&
              (trouble === null ? "Playing the story …" : played && "The previous story is shown.")}
          </p>
          <p>
            Red outline: the delay from an event until the requests are answered accordingly.
            Hatching: signed out. Vertical lines: renewals.
          </p>
          <p>{note}</p>
        </Board>
        <Outcomes story={story} played={played} at={playhead.at} names={names} />
        <Editor story={story} onChange={setStory} />
      </fieldset>
    </>
  );
}

const toMeasured = ({ story, took }: Played) =>
  `Measured just now: ${inWords(story.length)} in ${(took / 1000).toFixed(1)} s, with a simulated clock. Everything else is real.`;
