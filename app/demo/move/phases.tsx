import type { ReactNode } from "react";

interface PhasesProps {
  from: string;
  to: string;
  /** The lifetime of a session without a visit, as text. */
  life: string;
  /** The current phase. */
  current: number | undefined;
}

export function Phases({ from, to, life, current }: PhasesProps) {
  return (
    <ol className="grid border-b border-border text-sm sm:grid-cols-3">
      <Phase n={1} current={current} title="Accept both">
        AUTH_STRATEGY={from} AUTH_STRATEGY_ALSO={to}
      </Phase>
      <Phase n={2} current={current} title="Issue the new one">
        AUTH_STRATEGY={to} AUTH_STRATEGY_ALSO={from}
      </Phase>
      <Phase n={3} current={current} title="Drop the old one" when={`safe after ${life}`}>
        AUTH_STRATEGY={to}
      </Phase>
    </ol>
  );
}

interface PhaseProps {
  n: number;
  current: number | undefined;
  title: string;
  when?: string;
  children: ReactNode;
}

function Phase({ n, current, title, when, children }: PhaseProps) {
  const is = n === current;
  return (
    <li
      aria-current={is ? "step" : undefined}
      className={`min-w-0 border-b-2 px-4 py-3 sm:px-5 ${is ? "border-foreground" : "border-transparent text-muted-foreground"}`}
    >
      <span className="font-medium">
        <span className="mr-1.5 text-muted-foreground tabular-nums">{n}</span>
        {title}
      </span>
      <code className="block font-mono text-xs wrap-anywhere text-muted-foreground">
        {children}
      </code>
      {when && <span className="block text-xs text-muted-foreground">{when}</span>}
    </li>
  );
}
