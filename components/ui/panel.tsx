import { type ReactNode, useId } from "react";

interface PanelProps {
  title?: ReactNode;
  /** One sentence below the title. */
  lead?: ReactNode;
  /** Draws the top edge in the colour of this strategy (app/globals.css). */
  strategy?: string;
  className?: string;
  children?: ReactNode;
}

/** A bordered card; with a title it is a labelled region. */
export function Panel({ title, lead, strategy, className = "", children }: PanelProps) {
  const id = useId();
  const edge = strategy ? "border-t-3 border-t-strategy" : "";
  return (
    <section
      aria-labelledby={title ? id : undefined}
      data-strategy={strategy}
      className={`min-w-0 rounded-panel border border-line bg-panel p-5 ${edge} ${className}`}
    >
      {title ? (
        <h2 id={id} className={`${lead ? "mb-1" : "mb-3"} text-base font-semibold tracking-tight`}>
          {title}
        </h2>
      ) : null}
      {lead ? <p className="mb-4 max-w-prose text-sm text-pretty text-mute">{lead}</p> : null}
      {children}
    </section>
  );
}
