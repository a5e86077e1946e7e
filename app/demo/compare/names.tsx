import { strategy } from "@/auth";
import { Badge } from "@/components/ui/badge";
import { laneNames, strategyOf } from "./all-lanes";
import type { LaneNames } from "./board";
import { laneLabel } from "./words";

/** Every lane's name in its colour. The lane of the running strategy is marked. */
export function toLaneNames(): LaneNames {
  // Of two lanes with the same strategy, the later one has Redis, as this app does.
  const running = laneNames.findLast((name) => strategyOf(name) === strategy.name);
  return Object.fromEntries(
    laneNames.map((name) => [
      name,
      <span key={name} data-strategy={name} className="flex flex-wrap items-center gap-x-2">
        <span className="font-mono text-sm font-semibold text-strategy-text">
          {laneLabel(name)}
        </span>
        {name === running && <Badge tone="strategy">running now</Badge>}
      </span>,
    ]),
  );
}
