import type { ReactNode } from "react";

/** Names and values in two columns. Its children are DataItems. */
export function DataList({ children }: { children: ReactNode }) {
  return (
    <dl className="grid gap-x-6 gap-y-2 text-sm sm:grid-cols-[minmax(8rem,auto)_1fr]">
      {children}
    </dl>
  );
}

interface DataItemProps {
  name: ReactNode;
  children: ReactNode;
}

export function DataItem({ name, children }: DataItemProps) {
  return (
    <div className="grid gap-x-6 sm:col-span-2 sm:grid-cols-subgrid">
      <dt className="text-muted-foreground">{name}</dt>
      <dd className="min-w-0 font-medium wrap-anywhere tabular-nums">{children}</dd>
    </div>
  );
}
