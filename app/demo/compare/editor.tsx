import { useRef, useState } from "react";
import { flushSync } from "react-dom";
import { Button } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import { inWords } from "@/lib/duration";
import { Select } from "../shared/select";
import { EventRow } from "./event-row";
import { Lifetimes } from "./lifetimes";
import {
  type Kind,
  kinds,
  MAX_EVENTS,
  MINUTE,
  REQUESTS,
  type Story,
  type StoryEvent,
  visitEvery,
} from "./story";
import { toLabels } from "./words";

interface EditorProps {
  story: Story;
  onChange: (story: Story) => void;
}

/** All parts of a story, as fields. */
export function Editor({ story, onChange }: EditorProps) {
  const { events, length } = story;
  const [kind, setKind] = useState<Kind>("ended elsewhere");
  const labels = toLabels(story);
  const setEvents = (next: StoryEvent[]) => onChange({ ...story, events: next });
  const middle = Math.round(length / 2 / MINUTE) * MINUTE;
  const list = useRef<HTMLUListElement>(null);
  const another = useRef<HTMLSelectElement>(null);

  /** Moves the focus to the button that takes the place of the pressed one. */
  function remove(n: number) {
    flushSync(() => setEvents(events.toSpliced(n, 1)));
    const buttons = list.current?.querySelectorAll("button") ?? [];
    (buttons[n] ?? buttons[n - 1] ?? another.current)?.focus();
  }

  return (
    <Panel
      title="Write your own story"
      lead="Drag an event above, or move it here. The URL of this page contains the story, so you can share it."
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
        <ul
          ref={list}
          aria-label="Events"
          className="divide-y divide-border border-y border-border"
        >
          {events.map((event, n) => (
            <EventRow
              // biome-ignore lint/suspicious/noArrayIndexKey: events have no other name, and stay in their places.
              key={n}
              event={event}
              label={labels[n] ?? ""}
              length={length}
              onChange={(next) => setEvents(events.with(n, next))}
              onRemove={() => remove(n)}
            />
          ))}
        </ul>
        <div className="flex flex-wrap items-end gap-3">
          <div className="w-80 max-w-full">
            <Select
              label="Another event"
              ref={another}
              value={kind}
              options={Object.entries(kinds) as [Kind, string][]}
              onChange={setKind}
            />
          </div>
          <Button
            disabled={events.length >= MAX_EVENTS}
            onClick={() =>
              setEvents([
                ...events,
                { kind, at: middle, ...(kind === "at work" && { until: length }) },
              ])
            }
          >
            Add it
          </Button>
          <p className="text-sm text-muted-foreground">
            Someone at work visits every {inWords(visitEvery(story))}. A visit is a page and{" "}
            {REQUESTS - 1} requests that it makes.
          </p>
        </div>
        <Lifetimes story={story} onChange={onChange} />
      </div>
    </Panel>
  );
}
