import { type ReactNode, useId } from "react";
import { cn } from "@/lib/utils";

interface PanelProps {
  title?: ReactNode;
  /** One sentence below the title. */
  lead?: ReactNode;
  // #region demo
  /** The strategy whose colour is used inside the panel (app/globals.css). */
  strategy?: string;
  // #endregion
  // #region demo, postgres
  className?: string;
  // #endregion
  children?: ReactNode;
}

/** A bordered card; with a title it is a labelled region. */
export function Panel({
  title,
  lead,
  // #region demo
  strategy,
  // #endregion
  // #region demo, postgres
  className,
  // #endregion
  children,
}: PanelProps) {
  const id = useId();
  return (
    <section
      aria-labelledby={title ? id : undefined}
      // #region demo
      data-strategy={strategy}
      // #endregion
      // #region demo, postgres
      className={cn("min-w-0 rounded-xl border bg-card p-5 sm:p-6", className)}
      // #endregion
      // without postgres: className="min-w-0 rounded-xl border bg-card p-5 sm:p-6"
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
