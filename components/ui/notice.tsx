import type { ReactNode } from "react";

const tones = {
  info: "border-l-edge",
  bad: "border-l-bad",
  ok: "border-l-ok",
  strategy: "border-l-strategy",
};

interface NoticeProps {
  tone?: keyof typeof tones;
  title?: ReactNode;
  /** Read out as soon as it appears: for answers to what the user just did. */
  live?: boolean;
  children?: ReactNode;
}

export function Notice({ tone = "info", title, live = false, children }: NoticeProps) {
  const urgent = tone === "bad" ? "alert" : "status";
  return (
    <div
      role={live ? urgent : undefined}
      className={`rounded-lg border border-l-3 border-line bg-sunken px-4 py-3 text-sm ${tones[tone]}`}
    >
      {title ? <p className="font-semibold">{title}</p> : null}
      {children ? <div className="max-w-prose text-pretty">{children}</div> : null}
    </div>
  );
}
