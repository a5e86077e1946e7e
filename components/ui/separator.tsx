import type { ReactNode } from "react";

/** A line with a word in its middle. */
export function Separator({ children }: { children: ReactNode }) {
  return (
    <div className="flex items-center gap-3 text-[0.8125rem] text-muted-foreground before:h-px before:grow before:bg-border after:h-px after:grow after:bg-border">
      {children}
    </div>
  );
}
