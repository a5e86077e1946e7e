import type { ReactNode } from "react";

interface CodeBlockProps {
  /** The label for screen readers. */
  label: string;
  children: ReactNode;
}

/** Lines of code or JSON. Scrolls by keyboard too when a line is long. */
export function CodeBlock({ label, children }: CodeBlockProps) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus.
      tabIndex={0}
      className="overflow-x-auto rounded-lg border border-border bg-muted"
    >
      <pre className="p-4 font-mono text-[0.8125rem] leading-relaxed">{children}</pre>
    </section>
  );
}
