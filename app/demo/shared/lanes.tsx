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
  /** What is true after that, said in green; absent when the lag never ends by itself. */
  becomes?: string;
  /** Whether the session ought to be over after the event. */
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
      <div className={columns} aria-hidden>
        <div className="relative h-8 sm:col-start-2">
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
  return (
    <div aria-hidden className="flex items-end">
      <span className="h-5 w-2/5 rounded-l-md bg-strategy" />
      {lag && (
        <Stretch says={lag} tone="text-bad-text">
          <span className="h-5 border-l-2 border-l-ink bg-strategy outline-2 outline-offset-1 outline-bad" />
        </Stretch>
      )}
      {becomes && (
        <Stretch says={becomes} tone="text-ok-text">
          <span
            className={`h-5 rounded-r-md ${lag ? "ml-1" : "border-l-2 border-l-ink"} ${ends ? hatched : "bg-strategy"}`}
          />
        </Stretch>
      )}
    </div>
  );
}

interface StretchProps {
  says: string;
  tone: string;
  children: ReactNode;
}

/** A part of the time after the event: they share it evenly. */
function Stretch({ says, tone, children }: StretchProps) {
  return (
    <span className="grid flex-1 gap-1">
      <span className={`pl-1 text-xs ${tone}`}>{says}</span>
      {children}
    </span>
  );
}
