import { hatched } from "../shared/hatched";
import { Labels } from "./labels";
import { cutAt, type Lane, type LaneName, type Played, toEffects, toSpans } from "./lane";
import { share } from "./look";
import { toLagLabel } from "./words";

interface TrackProps {
  name: LaneName;
  /** Null: nothing is known yet, and the space is reserved. */
  played: Played | null;
  /** Later events are not drawn. Null: the whole story. */
  at: number | null;
}

/** One strategy's session: a bar while it is signed in, hatched while it is signed out, red outline while it is out of date. */
export function Track({ name, played, at }: TrackProps) {
  if (!played?.lanes[name])
    return (
      <div aria-hidden data-track className={frame}>
        <span className={rows} />
        <span className="h-5 rounded-md bg-muted" />
      </div>
    );
  const { length, events } = played.story;
  const now = at ?? length;
  const { story, lanes } = at === null ? played : cutAt(played, at);
  const lane = lanes[name] as Lane;
  const effects = toEffects(story, lane).flatMap((effect) => {
    const label = toLagLabel(effect, now);
    return label ? [{ ...effect, label, key: events.indexOf(effect.event) }] : [];
  });
  const place = (from: number, to: number) => ({
    left: share(from, length),
    width: share(Math.min(to, now) - from, length),
  });
  return (
    <div aria-hidden data-track className={frame}>
      <Labels
        labels={effects.map(({ key, event, lag, label }) => ({
          key,
          at: event.at,
          content: (
            <span
              className={`font-semibold whitespace-nowrap ${lag > 0 ? "text-destructive" : "text-success"}`}
            >
              {label}
            </span>
          ),
        }))}
        length={length}
        anchor="start"
        rowHeight="1.125rem"
        className={rows}
      />
      <span className="relative h-5">
        {at !== null && (
          <span
            className="absolute -inset-y-1 z-1 w-0.5 -translate-x-1/2 bg-foreground"
            style={{ left: share(at, length) }}
          />
        )}
        <span className="absolute inset-0 overflow-hidden rounded-md">
          {toSpans(lane, now).map(({ from, to, standing }) => (
            <span
              key={from}
              data-span={standing ?? "out"}
              className={`absolute inset-y-0 ${standing ? "bg-strategy" : hatched}`}
              style={place(from, to)}
            />
          ))}
        </span>
        {effects.map(({ key, event, lag, at: end }) =>
          lag > 0 ? (
            <span
              key={key}
              data-lag
              className="absolute inset-y-0 rounded-sm outline-2 outline-offset-1 outline-destructive"
              style={place(event.at, end)}
            />
          ) : null,
        )}
        {lane.visits.map((visit) =>
          visit.renewed ? (
            <span
              key={visit.at}
              className="absolute -inset-y-1 w-0.5 bg-foreground/55"
              style={{ left: share(visit.at, length) }}
            />
          ) : null,
        )}
      </span>
    </div>
  );
}

const frame = "relative grid min-w-0 gap-1 py-2 text-xs";
/** The space for the labels above the bar. */
const rows = "min-h-9";
