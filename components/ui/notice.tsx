import { CircleAlert, CircleCheck, Info } from "lucide-react";
import type { ReactNode } from "react";

const tones = {
  info: [Info, "text-muted-foreground"],
  bad: [CircleAlert, "text-destructive"],
  ok: [CircleCheck, "text-success"],
  // #region demo
  /** A notice about an effect of the strategy, in the strategy's colour. */
  strategy: [Info, "text-strategy-text"],
  // #endregion
} as const;

interface NoticeProps {
  tone?: keyof typeof tones;
  title?: ReactNode;
  /** Read out as soon as it appears: for answers to what the user just did. */
  live?: boolean;
  children?: ReactNode;
}

export function Notice({ tone = "info", title, live = false, children }: NoticeProps) {
  const urgent = tone === "bad" ? "alert" : "status";
  const [Icon, color] = tones[tone];
  return (
    <div
      role={live ? urgent : undefined}
      className="flex gap-3 rounded-lg border bg-muted px-4 py-3 text-sm"
    >
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${color}`} />
      <div className="min-w-0 grow">
        {title ? <p className="font-semibold">{title}</p> : null}
        {children ? <div className="max-w-prose text-pretty">{children}</div> : null}
      </div>
    </div>
  );
}
