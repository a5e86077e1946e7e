import { hatched } from "../shared/hatched";
import { type Lane, toEffects, toSpans } from "./lane";
import { placed, share } from "./look";
import { Placed } from "./placed";
import { type Story, toDemands } from "./story";
import { toLagLabel } from "./words";

interface TrackProps {
  story: Story;
  lane: Lane;
  at: number | null;
}

/** One strategy's session: a bar while it is in, hatched while it is out, outlined in red while it should be otherwise. */
export function Track({ story, lane, at }: TrackProps) {
  const { length } = story;
  const spans = toSpans(lane, length);
  const effects = toEffects(story, lane).flatMap((effect) => {
    const label = toLagLabel(effect);
    const key = story.events.indexOf(effect.event);
    return label ? [{ ...effect, label, key }] : [];
  });
  const width = (from: number, to: number) => share(Math.min(to, length) - from, length);
  const left = (second: number) => share(second, length);
  const hasRoles = toDemands(story).some(({ wants }) => wants !== null);
  return (
    <div aria-hidden className="relative grid gap-1 py-2 text-xs">
      {toDemands(story).map(({ event }, n) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place.
          key={n}
          className="absolute inset-y-0 border-l border-dashed border-edge"
          style={{ left: left(event.at) }}
        />
      ))}
      {effects.map(({ key, event, label, lag }) => (
        <Placed key={key} at={event.at} length={length}>
          <span
            className={`relative z-1 flex-none bg-panel px-1 font-semibold whitespace-nowrap ${lag > 0 ? "text-bad-text" : "text-ok-text"} ${at !== null && at < event.at ? "invisible" : ""}`}
          >
            {label}
          </span>
        </Placed>
      ))}
      <span className="relative h-5">
        <span className="absolute inset-0 overflow-hidden rounded-md">
          {spans.map(({ from, to, standing }) => (
            <span
              key={from}
              className={`absolute inset-y-0 ${standing ? "bg-strategy" : hatched}`}
              style={{ left: left(from), width: width(from, to) }}
            />
          ))}
        </span>
        {effects.map(({ key, event, lag, at: end }) =>
          lag > 0 ? (
            <span
              key={key}
              className="absolute inset-y-0 rounded-sm outline-2 outline-offset-1 outline-bad"
              style={{ left: left(event.at), width: width(event.at, end) }}
            />
          ) : null,
        )}
        {lane.visits.map((visit) =>
          visit.renewed ? (
            <span
              key={visit.at}
              className="absolute -inset-y-1 w-0.5 bg-ink/55"
              style={{ left: left(visit.at) }}
            />
          ) : null,
        )}
      </span>
      {hasRoles && (
        <span className="relative h-4 text-mute">
          {spans.map(({ from, standing }) => (
            <span key={from} className="absolute" style={placed(from, length)}>
              {standing}
            </span>
          ))}
        </span>
      )}
      {at !== null && (
        <span
          className="absolute inset-y-0 -right-1 border-l-2 border-ink bg-panel/90"
          style={{ left: left(at) }}
        />
      )}
    </div>
  );
}
