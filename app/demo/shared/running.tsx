import { connection } from "next/server";
import { type ReactNode, Suspense } from "react";
import { strategy } from "@/auth";
import { Badge } from "@/components/ui/badge";

/** The name of a strategy in its colour, marked when it is the one that runs. */
export function StrategyName({ name, mark = true }: { name: string; mark?: boolean }) {
  return (
    <span data-strategy={name} className="flex flex-wrap items-center gap-2">
      <span className="font-mono text-sm font-semibold text-strategy-text">{name}</span>
      {mark ? (
        <Suspense>
          <IfRunning name={name}>
            <Badge tone="strategy">running now</Badge>
          </IfRunning>
        </Suspense>
      ) : null}
    </span>
  );
}

async function IfRunning({ name, children }: { name: string; children: ReactNode }) {
  await connection();
  return name === strategy.name ? children : null;
}
