import { connection } from "next/server";
import { Suspense } from "react";
import { strategy } from "@/auth";
import { Badge } from "@/components/ui/badge";

/** The name of a strategy in its colour. The running strategy is marked. */
export function StrategyName({ name, mark = true }: { name: string; mark?: boolean }) {
  return (
    <span data-strategy={name} className="flex flex-wrap items-center gap-2">
      <span className="font-mono text-sm font-semibold text-strategy-text">{name}</span>
      {mark ? <IfRunning name={name} /> : null}
    </span>
  );
}

/** The mark of the running strategy. Known at start, not at build. */
export function IfRunning({ name }: { name: string }) {
  return (
    <Suspense>
      <Mark name={name} />
    </Suspense>
  );
}

async function Mark({ name }: { name: string }) {
  await connection();
  return name === strategy.name ? <Badge tone="strategy">running now</Badge> : null;
}
