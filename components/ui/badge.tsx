import type { ReactNode } from "react";

const tones = {
  neutral: "border-input text-muted-foreground",
  bad: "border-destructive text-destructive",
  ok: "border-success text-success",
  // #region demo
  strategy: "border-strategy text-strategy-text",
  // #endregion
};

interface BadgeProps {
  tone?: keyof typeof tones;
  children: ReactNode;
}

export function Badge({ tone = "neutral", children }: BadgeProps) {
  return (
    <span
      className={`inline-block rounded-full border px-2.5 py-px font-mono text-xs font-semibold whitespace-nowrap ${tones[tone]}`}
    >
      {children}
    </span>
  );
}

interface StrategyBadgeProps {
  strategy: string;
  /** Defaults to the strategy's name. */
  children?: ReactNode;
}

/** A badge in the colour of the strategy that it names (app/globals.css). */
export function StrategyBadge({ strategy, children = strategy }: StrategyBadgeProps) {
  return (
    <span data-strategy={strategy}>
      <Badge tone="strategy">{children}</Badge>
    </span>
  );
}
