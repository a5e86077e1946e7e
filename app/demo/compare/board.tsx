import { CircleCheck, CircleX, Clock } from "lucide-react";
import type { ReactNode } from "react";
import { Slider } from "../shared/slider";
import { type Lane, type LaneName, type Played, standingAt, toEffects } from "./lane";
import { placed } from "./look";
import { Markers } from "./markers";
import { Player } from "./player";
import { DAY, HOUR, MINUTE, type Story } from "./story";
import { StoryPicker } from "./story-picker";
import { Track } from "./track";
import type { Playhead } from "./use-playhead";
import {
  clockTime,
  inOrOut,
  toNews,
  toPolicyText,
  toPromise,
  toRemark,
  type Remark as Words,
} from "./words";

/** The name of every lane, in order, as this page shows it. */
export type LaneNames = Partial<Record<LaneName, ReactNode>>;

interface BoardProps {
  /** The story as edited. `played` may be older. */
  story: Story;
  /** Null until the server has played a story for the first time. The space is reserved. */
  played: Played | null;
  playhead: Playhead;
  names: LaneNames;
  onPick: (story: Story) => void;
  /** Without it, the events cannot be moved. */
  onChange?: (story: Story) => void;
  /** Below the drawing. */
  children?: ReactNode;
}

/** The events on a time axis, and one lane per strategy below. The texts say everything that is drawn. */
export function Board({ story, played, playhead, names, onPick, onChange, children }: BoardProps) {
  const { at } = playhead;
  const shown = played?.story ?? story;
  const busy = shown !== story || !played;
  return (
    <section aria-label="The board" className="min-w-0 rounded-xl border border-border bg-card">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2.5 border-b border-border px-4 py-3 sm:px-5">
        <Player playhead={playhead} />
        <StoryPicker story={story} onPick={onPick} />
      </div>
      <div className="@container px-4 pt-3 pb-4 sm:px-5">
        <p
          aria-live={playhead.playing ? "off" : "polite"}
          className="mb-3 min-h-15 text-sm text-muted-foreground sm:min-h-10 lg:mb-1"
        >
          {at === null || !played ? toPolicyText(shown) : toNews(played, at)}
        </p>
        <div className={columns}>
          <div className="min-w-0 lg:col-start-2">
            <Markers story={story} onChange={onChange} />
          </div>
        </div>
        <ul aria-label="Strategies" aria-busy={busy}>
          {(Object.keys(names) as LaneName[]).map((name) => {
            const lane = played?.lanes[name];
            return (
              <li
                key={name}
                data-strategy={name}
                className={`${columns} items-center border-t border-border py-2`}
              >
                <div>
                  {names[name]}
                  <p className="min-h-4 text-xs text-muted-foreground">
                    {lane && toPromise(name, lane.endNoticedWithin)}
                  </p>
                </div>
                {/* Only the track fades. Faded text would be too pale to read. */}
                <div className={`min-w-0 transition-opacity ${busy ? "opacity-60" : ""}`}>
                  <Track name={name} played={played} at={at} />
                </div>
                <div className="flex min-h-15 items-center lg:min-h-25">
                  {lane && played && <Remark lane={lane} story={played.story} at={at} />}
                </div>
              </li>
            );
          })}
        </ul>
        <div className={columns}>
          <div className="min-w-0 lg:col-start-2">
            <Slider
              names={["Moment"]}
              values={[at ?? shown.length]}
              max={shown.length}
              step={MINUTE}
              show={clockTime}
              onChange={([second = 0]) => playhead.goTo(second)}
            />
            <Axis length={shown.length} />
          </div>
        </div>
      </div>
      {children ? (
        <div className="grid gap-1 border-t border-border px-4 py-3 text-xs text-muted-foreground sm:px-5">
          {children}
        </div>
      ) : null}
    </section>
  );
}

const columns =
  "grid grid-cols-[minmax(0,1fr)] gap-x-5 gap-y-1 lg:grid-cols-[8.75rem_minmax(0,1fr)_14.5rem] @5xl:grid-cols-[10.5rem_minmax(0,1fr)_15rem]";

const verdicts = {
  "at once": [CircleCheck, "text-success"],
  late: [Clock, "text-foreground"],
  never: [CircleX, "text-destructive"],
} as const;

function Verdict({ is, children }: { is: Words["verdict"]; children: ReactNode }) {
  const [Icon, tone] = is ? verdicts[is] : [null, "text-foreground"];
  return (
    <strong className={`font-semibold ${tone}`}>
      {Icon && <Icon aria-hidden className="mr-1.5 inline size-4 align-[-0.1875rem]" />}
      {children}
    </strong>
  );
}

function Remark({ lane, story, at }: { lane: Lane; story: Story; at: number | null }) {
  const { verdict, lead, rest } = toRemark(story, lane);
  if (at === null)
    return (
      <p className="text-sm text-muted-foreground">
        <Verdict is={verdict}>{lead}</Verdict> {rest}
      </p>
    );
  const late = toEffects(story, lane).some(
    ({ event, lag }) => lag > 0 && event.at <= at && at < event.at + lag,
  );
  return (
    <p className="text-sm">
      <Verdict is={late ? "never" : "at once"}>
        {late ? "still " : ""}
        {inOrOut(standingAt(lane, at))}
      </Verdict>
    </p>
  );
}

const steps = [10 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR, 12 * HOUR, DAY];

/** Ticks below the slider. A phone shows every second tick. */
function Axis({ length }: { length: number }) {
  const step = steps.find((candidate) => length / candidate <= 6) ?? DAY;
  const ticks = Array.from({ length: Math.floor(length / step) + 1 }, (_, n) => n * step);
  return (
    <div aria-hidden className="relative h-5 font-mono text-xs text-muted-foreground tabular-nums">
      {ticks.map((tick, n) => (
        <span
          key={tick}
          className={`absolute top-0 whitespace-nowrap ${n % 2 ? "max-sm:hidden" : ""}`}
          style={placed(tick, length)}
        >
          {clockTime(tick)}
        </span>
      ))}
    </div>
  );
}
