import { type ReactNode, useId } from "react";
import { cn } from "@/lib/utils";

interface PanelProps {
  title?: ReactNode;
  /** One sentence below the title. */
  lead?: ReactNode;
  /** The strategy whose colour is used inside the panel (app/globals.css). */
  strategy?: string;
  className?: string;
  children?: ReactNode;
}

/** A bordered card; with a title it is a labelled region. */
export function Panel({ title, lead, strategy, className, children }: PanelProps) {
  const id = useId();
  return (
    <section
      aria-labelledby={title ? id : undefined}
      data-strategy={strategy}
      className={cn("min-w-0 rounded-xl border bg-card p-5 sm:p-6", className)}
    >
      {title ? (
        <h2 id={id} className={`${lead ? "mb-1" : "mb-3"} text-base font-semibold tracking-tight`}>
          {title}
        </h2>
      ) : null}
      {lead ? (
        <p className="mb-4 max-w-prose text-sm text-pretty text-muted-foreground">{lead}</p>
      ) : null}
      {children}
    </section>
  );
}
