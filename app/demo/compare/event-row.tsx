import { Button } from "@/components/ui/button";
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
  return (
    <li className="grid items-center gap-x-5 gap-y-1 py-2 text-sm max-sm:grid-cols-[minmax(0,1fr)] sm:grid-cols-[12rem_1fr_auto]">
      <span className="font-medium">{label}</span>
      <span className="grid gap-1">
        <When
          name={until === undefined ? label : `${label}, from`}
          value={at}
          max={until ?? length}
          onChange={(next) => onChange({ ...event, at: next })}
        />
        {until !== undefined && (
          <When
            name={`${label}, to`}
            value={until}
            min={at}
            max={length}
            onChange={(next) => onChange({ ...event, until: next })}
          />
        )}
      </span>
      <Button size="small" onClick={onRemove} className="justify-self-start">
        Remove<span className="sr-only"> {label}</span>
      </Button>
    </li>
  );
}

interface WhenProps {
  name: string;
  value: number;
  min?: number;
  max: number;
  onChange: (second: number) => void;
}

function When({ name, value, min = 0, max, onChange }: WhenProps) {
  return (
    <span className="flex items-center gap-3">
      <input
        type="range"
        aria-label={name}
        aria-valuetext={clockTime(value)}
        min={min}
        max={max}
        step={MINUTE}
        value={value}
        onChange={(event) => onChange(event.target.valueAsNumber)}
        className="min-w-0 grow accent-ink"
      />
      <output className="min-w-14 text-right tabular-nums">{clockTime(value)}</output>
    </span>
  );
}
