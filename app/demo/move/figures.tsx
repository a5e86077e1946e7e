import type { Frame, MoveAnswer } from "./answers";

interface FiguresProps {
  /** Null before the first run. The space is reserved. */
  played: MoveAnswer | null;
  frame: Frame | null;
  isLast: boolean;
}

export function Figures({ played, frame, isLast }: FiguresProps) {
  const out = frame?.browsers.filter((under) => under === null).length;
  const left = frame?.browsers.filter((under) => under !== null && under !== played?.to).length;
  const copies = isLast ? played?.copies : undefined;
  return (
    <dl className="-mr-px grid grid-cols-2 border-t border-border lg:grid-cols-4">
      <Figure
        name="signed out"
        value={out}
        tone={out === 0 ? "text-success" : "text-destructive"}
      />
      <Figure name="sessions exchanged" value={frame?.exchanged} />
      <Figure name="not exchanged yet" value={left} />
      <Figure
        name={
          copies
            ? `of ${copies.sent} copies of old cookies refused${copies.ended ? `; ${copies.ended} sessions ended` : ""}`
            : "copies of old cookies refused: shown at the end"
        }
        value={copies?.refused}
      />
    </dl>
  );
}

interface FigureProps {
  name: string;
  value: number | undefined;
  tone?: string;
}

function Figure({ name, value, tone = "" }: FigureProps) {
  return (
    <div className="-mb-px flex min-h-28 flex-col-reverse justify-end gap-1 border-r border-b border-border px-4 py-4 sm:px-5">
      <dt className="text-[0.8125rem] text-muted-foreground">{name}</dt>
      <dd
        className={`text-4xl leading-none font-semibold tracking-tight tabular-nums ${value === undefined ? "text-muted-foreground" : tone}`}
      >
        {value ?? "–"}
      </dd>
    </div>
  );
}
