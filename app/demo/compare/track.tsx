import { hatched } from "../shared/hatched";
import { Labels } from "./labels";
import { cutAt, type Lane, type LaneName, type Played, toEffects, toSpans } from "./lane";
import { share } from "./look";
import { toLagLabel } from "./words";

interface TrackProps {
  name: LaneName;
  played: Played;
  /** What is later is not drawn. */
  at: number | null;
}

/** One strategy's session: a bar while it is in, hatched while it is out, outlined in red while it should be otherwise. */
export function Track({ name, played, at }: TrackProps) {
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
    <div aria-hidden className="relative grid gap-1 py-2.5 text-xs">
      <Labels
        labels={effects.map(({ key, event, lag, label }) => ({
          key,
          at: event.at,
          content: (
            <span
              className={`font-semibold whitespace-nowrap ${lag > 0 ? "text-bad-text" : "text-ok-text"}`}
            >
              {label}
            </span>
          ),
        }))}
        length={length}
        anchor="start"
        rowHeight="1.125rem"
      />
      <span className="relative h-5">
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
              className="absolute inset-y-0 rounded-sm outline-2 outline-offset-1 outline-bad"
              style={place(event.at, end)}
            />
          ) : null,
        )}
        {lane.visits.map((visit) =>
          visit.renewed ? (
            <span
              key={visit.at}
              className="absolute -inset-y-1 w-0.5 bg-ink/55"
              style={{ left: share(visit.at, length) }}
            />
          ) : null,
        )}
      </span>
      {at !== null && (
        <span
          className="absolute inset-y-0 border-l-2 border-ink"
          style={{ left: share(at, length) }}
        />
      )}
    </div>
  );
}
