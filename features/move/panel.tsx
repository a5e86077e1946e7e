import { Time } from "@/components/time";
import { DataItem, DataList } from "@/components/ui/data-list";
import { Panel } from "@/components/ui/panel";
import { orUnknown } from "@/lib/errors";
import { describePhase, phaseOf, readPhase } from "./phase";

/** For the admin page, while AUTH_STRATEGY_ALSO is set. */
export async function MovePanel() {
  const phase = await orUnknown(readPhase);
  if (phase === "unknown" || phase === null)
    return (
      <Panel title="Change of strategy">
        {phase ? "The database does not answer." : "No server has recorded its start yet."}
      </Panel>
    );
  return (
    <Panel title="Change of strategy" lead={describePhase(phase)}>
      <DataList>
        <DataItem name="this server issues">{phase.running}</DataItem>
        <DataItem name="and accepts">{phase.also.join(", ")}</DataItem>
        <DataItem name={`${phase.issuing} is issued since`}>
          <Time at={phase.since} />
        </DataItem>
        <DataItem name="last server started">
          <Time at={phase.started} />
        </DataItem>
        <DataItem name="exchanged in the last day">{phase.exchanged.lastDay}</DataItem>
        {phase.rows && (
          <DataItem name="rows active in the last day">
            {phase.rows.issued} since then, {phase.rows.before} from before
          </DataItem>
        )}
        {phaseOf(phase) > 1 && (
          <DataItem name="phase 3 is safe from">
            <Time at={phase.safeFrom} />
          </DataItem>
        )}
      </DataList>
    </Panel>
  );
}
