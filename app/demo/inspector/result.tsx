import { Code } from "@/components/ui/code";
import { DataItem, DataList } from "@/components/ui/data-list";
import type { Comparison } from "./compare-with-ping";

export function Result({ rounds, me, ping, server }: Comparison) {
  const scale = Math.max(me, ping);
  return (
    <div className="grid items-start gap-x-8 gap-y-5 md:grid-cols-2">
      <div className="grid content-start gap-3">
        <Bar name="/api/me" ms={me} scale={scale} className="bg-strategy" />
        <Bar name="/api/ping" ms={ping} scale={scale} className="bg-edge" />
        <p className="text-xs text-mute">
          Median of {rounds} requests each, from this browser and back. What the server measures is
          part of it.
        </p>
      </div>
      <DataList>
        <DataItem name="difference">
          {me - ping >= 0.1
            ? `${(me - ping).toFixed(1)} ms a request`
            : "too small to be told from here"}
        </DataItem>
        {server ? (
          <>
            <DataItem name="auth, on the server">{server.auth.toFixed(2)} ms, median</DataItem>
            <DataItem name="SQL statements">{server.sql} a request</DataItem>
          </>
        ) : (
          <DataItem name="auth, on the server">
            not reported: start with <Code>AUTH_TIMING=1</Code>
          </DataItem>
        )}
      </DataList>
    </div>
  );
}

interface BarProps {
  name: string;
  ms: number;
  scale: number;
  className: string;
}

function Bar({ name, ms, scale, className }: BarProps) {
  return (
    <div>
      <p className="flex justify-between gap-4 text-sm">
        <Code>{name}</Code>
        <span className="tabular-nums">{ms.toFixed(1)} ms</span>
      </p>
      <div
        className={`mt-1 h-3 rounded-sm ${className}`}
        style={{ width: `${(ms / scale) * 100}%` }}
      />
    </div>
  );
}
