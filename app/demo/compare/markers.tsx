import { type PointerEvent, useRef } from "react";
import { share } from "./look";
import { Placed } from "./placed";
import { MINUTE, type Story, type StoryEvent } from "./story";
import { toLabels } from "./words";

interface MarkersProps {
  story: Story;
  onChange: (story: Story) => void;
}

/** The events, to be dragged by whoever has a pointer. The list of events does the same for everyone. */
export function Markers({ story, onChange }: MarkersProps) {
  const labels = toLabels(story);
  const move = (n: number, at: number) =>
    onChange({ ...story, events: story.events.with(n, moved(story, story.events[n], at)) });
  return (
    <div aria-hidden className="relative grid gap-1 pb-1.5 text-xs">
      <span className="justify-self-start rounded-lg border border-line bg-panel px-2 py-0.5">
        sign in
      </span>
      {story.events.map((event, n) => (
        <Marker
          // biome-ignore lint/suspicious/noArrayIndexKey: events have no other name, and stay in their places.
          key={n}
          event={event}
          length={story.length}
          label={labels[n] ?? ""}
          onMove={(at) => move(n, at)}
        />
      ))}
    </div>
  );
}

/** The same event at another time, inside the story; what lasts lasts as long as before. */
function moved({ length }: Story, event: StoryEvent | undefined, at: number): StoryEvent {
  if (!event) throw new Error("No such event");
  const { until = event.at } = event;
  const duration = until - event.at;
  const start = Math.min(Math.max(0, Math.round(at / MINUTE) * MINUTE), length - duration);
  return { ...event, at: start, ...(event.until !== undefined && { until: start + duration }) };
}

interface MarkerProps {
  event: StoryEvent;
  length: number;
  label: string;
  onMove: (at: number) => void;
}

function Marker({ event: { at, until }, length, label, onMove }: MarkerProps) {
  const grab = useRef<{ x: number; at: number } | null>(null);

  function take(event: PointerEvent) {
    event.currentTarget.setPointerCapture(event.pointerId);
    grab.current = { x: event.clientX, at };
  }
  function drag(event: PointerEvent) {
    const axis = event.currentTarget.parentElement?.clientWidth;
    if (grab.current && axis)
      onMove(grab.current.at + ((event.clientX - grab.current.x) / axis) * length);
  }
  const release = () => {
    grab.current = null;
  };

  const handle = {
    onPointerDown: take,
    onPointerMove: drag,
    onPointerUp: release,
    onPointerCancel: release,
    className:
      "h-6 flex-none cursor-grab touch-none truncate rounded-lg border border-line bg-panel px-2 py-0.5 select-none hover:border-edge active:cursor-grabbing",
  };
  return (
    <Placed at={at} length={length}>
      {until === undefined ? (
        <span {...handle}>{label}</span>
      ) : (
        <span {...handle} style={{ width: share(until - at, length) }}>
          {label}
        </span>
      )}
    </Placed>
  );
}
