import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Code } from "@/components/ui/code";
import { DataItem, DataList } from "@/components/ui/data-list";
import { Panel } from "@/components/ui/panel";
import { formatCountdown } from "../shared/format";
import type { Family, Who } from "./answers";

interface PartyProps {
  who: Who;
  family: Family;
  /** On the server's clock. */
  now: number;
  onRefresh: () => void;
  onCopy: () => void;
}

/** What one of the two holds, and what it opens. */
export function Party({ who, family, now, onRefresh, onCopy }: PartyProps) {
  const holder = family[who];
  return (
    <Panel strategy="hybrid" title={who === "you" ? "You" : "The thief"} className="flex flex-col">
      {holder ? (
        <DataList>
          <DataItem name="refresh token">
            <Code>{holder.token}</Code>{" "}
            {family.alive ? (
              <Badge tone={holder.inForce ? "strategy" : "neutral"}>
                {holder.inForce ? "newest" : "used"}
              </Badge>
            ) : (
              <Badge tone="ok">worthless</Badge>
            )}
          </DataItem>
          <DataItem name="access token">
            {holder.opensUntil && holder.opensUntil > now ? (
              <>
                <Badge tone={family.alive && who === "you" ? "neutral" : "bad"}>
                  {family.alive ? "in" : "still in"}
                </Badge>{" "}
                for {formatCountdown(holder.opensUntil - now)}
              </>
            ) : (
              <Badge tone={family.alive ? "neutral" : "ok"}>
                {family.alive ? "ended: refresh" : "out"}
              </Badge>
            )}
          </DataItem>
        </DataList>
      ) : (
        <p className="text-sm text-mute">Has nothing yet.</p>
      )}
      <div className="mt-auto flex flex-wrap gap-3 pt-4">
        {who === "thief" && family.alive && (
          <Button onClick={onCopy}>Copy your tokens{holder ? " again" : ""}</Button>
        )}
        {holder && (
          <Button variant={who === "you" ? "primary" : "danger"} onClick={onRefresh}>
            Refresh as {who === "you" ? "you" : "the thief"}
          </Button>
        )}
      </div>
    </Panel>
  );
}
