import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { type Lane, type LaneName, lanesOf, type Played, standingAt, toEffects } from "./lane";
import { placed } from "./look";
import { Markers } from "./markers";
import { DAY, HOUR, MINUTE, type Story } from "./story";
import { Track } from "./track";
import { clockTime, inOrOut, toPromise, toRemark } from "./words";

interface BoardProps {
  /** As it is being edited; what was `played` may be a moment behind. */
  story: Story;
  played: Played;
  /** What is later is not shown. */
  at: number | null;
  names: Partial<Record<LaneName, ReactNode>>;
  onChange: (story: Story) => void;
}

/** The events on a time axis, and one lane per strategy below. The words beside and below say all that it draws. */
export function Board({ story, played, at, names, onChange }: BoardProps) {
  const behind = played.story !== story;
  return (
    <div className="rounded-panel border border-line bg-panel px-5 pt-4 pb-3">
      <div className={columns}>
        <div className="lg:col-start-2">
          <Markers story={story} onChange={onChange} />
        </div>
      </div>
      <ul aria-label="Strategies" aria-busy={behind} className={behind ? "opacity-60" : ""}>
        {lanesOf(played).map(([name, lane]) => (
          <li
            key={name}
            data-strategy={name}
            className={`${columns} items-center border-t border-line py-2`}
          >
            <div>
              {names[name]}
              <p className="text-xs text-mute">{toPromise(name, lane.noticesWithin)}</p>
            </div>
            <Track name={name} played={played} at={at} />
            <Remark lane={lane} story={played.story} at={at} />
          </li>
        ))}
      </ul>
      <div className={columns}>
        <Axis length={story.length} />
      </div>
    </div>
  );
}

const columns = "grid gap-x-5 gap-y-1 lg:grid-cols-[8.75rem_1fr_15.5rem]";

function Remark({ lane, story, at }: { lane: Lane; story: Story; at: number | null }) {
  const { lead, rest } = toRemark(story, lane);
  if (at === null)
    return (
      <p className="text-sm text-mute">
        <strong className="font-semibold text-ink">{lead}</strong> {rest}
      </p>
    );
  const late = toEffects(story, lane).some(
    ({ event, lag }) => lag > 0 && event.at <= at && at < event.at + lag,
  );
  return (
    <p>
      <Badge tone={late ? "bad" : "ok"}>
        {late ? "still " : ""}
        {inOrOut(standingAt(lane, at))}
      </Badge>
    </p>
  );
}

const steps = [10 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR, 12 * HOUR, DAY];

function Axis({ length }: { length: number }) {
  const step = steps.find((candidate) => length / candidate <= 6) ?? DAY;
  const ticks = Array.from({ length: Math.floor(length / step) + 1 }, (_, n) => n * step);
  return (
    <div aria-hidden className="relative h-6 text-xs text-mute tabular-nums lg:col-start-2">
      {ticks.map((tick) => (
        <span key={tick} className="absolute top-1 whitespace-nowrap" style={placed(tick, length)}>
          {clockTime(tick)}
        </span>
      ))}
    </div>
  );
}
