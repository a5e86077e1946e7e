import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { inWords } from "@/lib/duration";
import { lanesOf, type Played, standingAt } from "./lane";
import type { Playhead } from "./use-playhead";
import { clockTime, inOrOut, laneLabel, toLabels, toPolicyText } from "./words";

interface PlayerProps {
  playhead: Playhead;
  played: Played;
  /** What else belongs into the row of buttons. */
  children: ReactNode;
}

export function Player({ playhead, played, children }: PlayerProps) {
  const { at, playing } = playhead;
  const { length } = played.story;
  const shown = at ?? length;
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-center gap-2.5">
        <Button
          variant="primary"
          onClick={playing ? playhead.pause : playhead.play}
          className="min-w-20"
        >
          {playing ? "Pause" : "Play"}
        </Button>
        <Button onClick={playhead.step}>Step</Button>
        <Button onClick={playhead.reset}>Reset</Button>
        {children}
        <input
          type="range"
          aria-label="Moment"
          aria-valuetext={clockTime(shown)}
          min={0}
          max={length}
          step={60}
          value={shown}
          onChange={(event) => playhead.goTo(event.target.valueAsNumber)}
          className="min-w-40 grow accent-ink"
        />
      </div>
      <p aria-live={playing ? "off" : "polite"} className="min-h-11 text-sm text-mute sm:min-h-6">
        {at === null ? toPolicyText(played.story) : toNews(played, at)}
      </p>
    </div>
  );
}

/** What has just happened, and how everyone stands. */
function toNews(played: Played, at: number): string {
  const { story } = played;
  const labels = toLabels(story);
  const last = story.events
    .map((event, n) => ({ at: event.at, label: labels[n] }))
    .filter((event) => event.at <= at)
    .sort((a, b) => a.at - b.at)
    .at(-1);
  const standings = lanesOf(played).map(
    ([name, lane]) => `${laneLabel(name)} ${inOrOut(standingAt(lane, at))}`,
  );
  const { label, at: then } = last ?? { label: "signed in", at: 0 };
  const when = at > then ? `, ${inWords(at - then)} after` : "";
  return `${clockTime(at)}${when}: ${label}. Now: ${standings.join("; ")}.`;
}
