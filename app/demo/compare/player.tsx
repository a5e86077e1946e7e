import { Pause, Play, RotateCcw, StepForward } from "lucide-react";
import { Button } from "@/components/ui/button";
import type { Playhead } from "./use-playhead";

/** The buttons. The slider for the moment is on the axis of the board. */
export function Player({ playhead }: { playhead: Playhead }) {
  const { playing } = playhead;
  const Icon = playing ? Pause : Play;
  return (
    <div className="flex flex-wrap gap-2">
      <Button
        variant="primary"
        onClick={playing ? playhead.pause : playhead.play}
        className="min-w-24"
      >
        <Icon aria-hidden className="size-4 fill-current" />
        {playing ? "Pause" : "Play"}
      </Button>
      <Button onClick={playhead.step} title="Go to the next event or change">
        <StepForward aria-hidden className="size-4" />
        Step
      </Button>
      <Button onClick={playhead.reset} title="Show the whole story">
        <RotateCcw aria-hidden className="size-4" />
        Reset
      </Button>
    </div>
  );
}
