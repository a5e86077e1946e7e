import type { ReactNode } from "react";
import { Panel } from "@/components/ui/panel";
import type { ByStrategy } from "./expectations";
import { hatched } from "./hatched";
import { StrategyName } from "./running";

export interface Lane {
  /** In a few words, what the strategy keeps. */
  keeps: string;
  /** What is true too long after the event, drawn red; absent when nothing is. */
  lag?: string;
  /** What is true from then on, drawn green. */
  becomes?: string;
  /** Whether the session is over after the event. */
  ends: boolean;
  verdict: ReactNode;
}

interface LanesProps {
  /** What happens in the middle of the picture. */
  event: string;
  lanes: ByStrategy<Lane>;
}

/** The same event on a time axis, one lane per strategy. The words beside a lane say all that it draws. */
export function Lanes({ event, lanes }: LanesProps) {
  return (
    <Panel
      title="What to expect"
      lead="A drawing of how the code works. What is measured stands further down."
    >
      <div className={`${columns} max-sm:hidden`} aria-hidden>
        <div className="relative col-start-2 h-8">
          <span className="absolute left-[40%] -translate-x-1/2 rounded-lg border border-line px-2 py-0.5 text-xs whitespace-nowrap">
            {event}
          </span>
        </div>
      </div>
      <ul>
        {Object.entries(lanes).map(([name, lane]) => (
          <li key={name} data-strategy={name} className={`${columns} border-t border-line py-3`}>
            <div>
              <StrategyName name={name} />
              <p className="text-xs text-mute">{lane.keeps}</p>
            </div>
            <Track {...lane} />
            <p className="text-sm text-mute [&_strong]:font-semibold [&_strong]:text-ink">
              {lane.verdict}
            </p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

const columns =
  "grid items-center gap-x-5 gap-y-2 sm:grid-cols-[7rem_1fr_10rem] lg:grid-cols-[12rem_1fr_15rem]";

function Track({ lag, becomes, ends }: Lane) {
  const tone = lag ? "text-bad-text" : "text-ok-text";
  const after = ends && !lag ? hatched : "bg-strategy";
  return (
    <div aria-hidden className="grid grid-cols-[40%_60%] gap-y-1">
      <span className={`col-start-2 text-xs ${tone}`}>{lag ?? becomes}</span>
      <span className="h-5 rounded-l-md bg-strategy" />
      <span
        className={`h-5 rounded-r-md border-l-2 border-l-ink ${after} ${lag ? "outline-2 outline-offset-1 outline-bad" : ""}`}
      />
    </div>
  );
}
