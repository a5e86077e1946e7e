import type { ReactNode } from "react";
import { share } from "./look";

interface PlacedProps {
  at: number;
  length: number;
  children: ReactNode;
}

/** A line of its own for a label that begins at a moment, or further left where it would not fit. */
export function Placed({ at, length, children }: PlacedProps) {
  return (
    <span className="flex min-w-0">
      <span className="shrink" style={{ flexBasis: share(at, length) }} />
      {children}
    </span>
  );
}
