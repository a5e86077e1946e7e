import { type PointerEvent, useRef } from "react";
import { Labels } from "./labels";
import { MINUTE, type Story, type StoryEvent } from "./story";
import { toLabels } from "./words";

interface MarkersProps {
  story: Story;
  /** Without it, the events cannot be moved. */
  onChange?: ((story: Story) => void) | undefined;
}

/** The events, which a pointer can drag. The list of events does the same without a pointer. */
export function Markers({ story, onChange }: MarkersProps) {
  const { events, length } = story;
  const names = toLabels(story);
  const markers = events.map(({ at, until }, n) => ({
    key: n, // events have no other name, and stay in their places
    at,
    until,
    content: (
      <Marker
        at={at}
        length={length}
        label={names[n] ?? ""}
        lasts={until !== undefined}
        onMove={
          onChange &&
          ((next) => onChange({ ...story, events: events.with(n, moved(story, events[n], next)) }))
        }
      />
    ),
  }));
  const signIn = { key: -1, at: 0, content: <span className={chip}>sign in</span> };
  return (
    <div aria-hidden data-axis className="relative grid gap-1 pb-3 text-xs">
      <Labels
        labels={[signIn, ...markers.filter(({ until }) => until === undefined)]}
        length={length}
        anchor="middle"
        rowHeight="1.75rem"
        className="min-h-14"
        lines
      />
      <Labels
        labels={markers.filter(({ until }) => until !== undefined)}
        length={length}
        anchor="start"
        rowHeight="1.5rem"
        className="min-h-6"
      />
    </div>
  );
}

const chip = "flex h-6 items-center rounded-lg border border-border bg-card px-2 whitespace-nowrap";
const bar =
  "block h-5 truncate rounded-md border border-transparent bg-muted px-2 leading-4.5 text-muted-foreground";
const grip = "cursor-grab touch-none select-none hover:border-input active:cursor-grabbing";

/** The same event at another time within the story. A period keeps its length. */
function moved({ length }: Story, event: StoryEvent | undefined, at: number): StoryEvent {
  if (!event) throw new Error("No such event");
  const { until = event.at } = event;
  const duration = until - event.at;
  const start = Math.min(Math.max(0, Math.round(at / MINUTE) * MINUTE), length - duration);
  return { ...event, at: start, ...(event.until !== undefined && { until: start + duration }) };
}

interface MarkerProps {
  at: number;
  length: number;
  label: string;
  /** Drawn as wide as it lasts. */
  lasts: boolean;
  onMove: ((at: number) => void) | undefined;
}

function Marker({ at, length, label, lasts, onMove }: MarkerProps) {
  const grab = useRef<{ x: number; at: number } | null>(null);

  function take(event: PointerEvent) {
    event.currentTarget.setPointerCapture(event.pointerId);
    grab.current = { x: event.clientX, at };
  }
  function drag(event: PointerEvent) {
    const axis = event.currentTarget.closest("[data-axis]")?.clientWidth;
    if (grab.current && axis)
      onMove?.(grab.current.at + ((event.clientX - grab.current.x) / axis) * length);
  }
  const release = () => {
    grab.current = null;
  };

  const handle = onMove && {
    onPointerDown: take,
    onPointerMove: drag,
    onPointerUp: release,
    onPointerCancel: release,
  };
  return (
    <span {...handle} className={`${lasts ? bar : chip} ${onMove ? grip : ""}`}>
      {label}
    </span>
  );
}
