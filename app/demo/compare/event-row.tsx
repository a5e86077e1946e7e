import { X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Slider } from "../shared/slider";
import { MINUTE, type StoryEvent } from "./story";
import { clockTime } from "./words";

interface EventRowProps {
  event: StoryEvent;
  label: string;
  length: number;
  onChange: (event: StoryEvent) => void;
  onRemove: () => void;
}

export function EventRow({ event, label, length, onChange, onRemove }: EventRowProps) {
  const { at, until } = event;
  const lasts = until !== undefined;
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-5 py-2.5 text-sm sm:grid-cols-[12rem_minmax(0,1fr)_auto]">
      <span className="font-medium">
        {label}
        <span className="block font-mono text-xs font-normal text-muted-foreground tabular-nums">
          {clockTime(at)}
          {lasts && ` – ${clockTime(until)}`}
        </span>
      </span>
      <Slider
        className="px-2 max-sm:order-last max-sm:col-span-2"
        names={lasts ? [`${label}, from`, `${label}, to`] : [label]}
        values={lasts ? [at, until] : [at]}
        max={length}
        step={MINUTE}
        show={clockTime}
        onChange={([from = at, to]) =>
          onChange({ ...event, at: from, ...(to !== undefined && { until: to }) })
        }
      />
      <Button size="small" onClick={onRemove} className="justify-self-start">
        <X aria-hidden className="size-3.5" />
        Remove<span className="sr-only"> {label}</span>
      </Button>
    </li>
  );
}
