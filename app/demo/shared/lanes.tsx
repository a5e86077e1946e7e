import type { ReactNode } from "react";
import { Panel } from "@/components/ui/panel";
import { type StrategyName as Name, strategyNames } from "@/lib/session/strategies";
import { hatched } from "./hatched";
import { StrategyName } from "./running";
import { type LanesPage, type LaneWords, notDescribed, wordsOf } from "./words";

interface LanesProps {
  page: LanesPage;
  /** What happens in the middle of the picture. */
  event: string;
  /** Whether the session should end with the event. */
  ends?: boolean;
}

/** The same event on a time axis, one lane per strategy. The words beside a lane say all that it draws. */
export function Lanes({ page, event, ends = false }: LanesProps) {
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
        {strategyNames.map((name) => (
          <li key={name} data-strategy={name} className={`${columns} border-t border-line py-3`}>
            <Lane name={name} page={page} ends={ends} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

const columns =
  "grid items-center gap-x-5 gap-y-2 sm:grid-cols-[7rem_1fr_10rem] lg:grid-cols-[12rem_1fr_15rem]";

interface LaneProps {
  name: Name;
  page: LanesPage;
  ends: boolean;
}

async function Lane({ name, page, ends }: LaneProps) {
  const lane = (await wordsOf(name)).lanes?.[page];
  const [lead, explanation] = lane?.verdict ?? [];
  return (
    <>
      <div>
        <StrategyName name={name} />
        <p className="text-xs text-mute">{lane?.keeps}</p>
      </div>
      {lane ? <Track {...lane} ends={ends} /> : <span />}
      <p className="text-sm text-mute">
        <strong className="font-semibold text-ink">{lead}</strong> {explanation ?? notDescribed}
      </p>
    </>
  );
}

interface TrackProps extends Pick<LaneWords, "lag" | "becomes"> {
  ends: boolean;
}

function Track({ lag, becomes, ends }: TrackProps) {
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
