import { parseSequence, type Step, toLines } from "./parse-sequence";

/** The width of the page beside the menu, in pixels. Each participant gets an equal part, or less if that is enough. */
const WIDTH = 840;
const MOST = 250;
/** The height of a line of text. */
const LINE = 17;
const GAP = 14;
/** The approximate width of a character. */
const CHARACTER = 6.6;
const HEAD = 40;

interface Drawn {
  step: Step;
  lines: string[];
  top: number;
  height: number;
}

/** A sequence diagram. Its messages are text, in order, which is also what a screen reader reads. */
export function Sequence({ text }: { text: string }) {
  const { participants, steps } = parseSequence(text);
  const column = Math.min(MOST, Math.floor(WIDTH / participants.length));
  const width = participants.length * column;
  const centerOf = (place: number) => (place + 0.5) * column;

  let top = HEAD + GAP;
  const drawn = steps.map((step): Drawn => {
    const lines = step.kind === "end" ? [] : toLines(step.text, roomFor(step, column, width));
    const height = heightOf(step, lines.length);
    const placed = { step, lines, top, height };
    top += height;
    return placed;
  });
  const height = top + GAP;

  return (
    <figure
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus.
      tabIndex={0}
      aria-label={`Diagram: ${participants.map(({ name }) => name).join(", ")}`}
      className="overflow-x-auto rounded-xl border border-border bg-card px-2 py-4 sm:px-4"
    >
      <svg
        role="img"
        aria-label={steps.flatMap((step) => (step.kind === "end" ? [] : [step.text])).join(". ")}
        viewBox={`0 0 ${width} ${height}`}
        style={{ minWidth: `${width * 0.85}px`, maxWidth: `${width}px` }}
        className="mx-auto w-full fill-foreground text-[12.5px]"
      >
        {participants.map(({ id, name }, place) => (
          <g key={id}>
            <line
              x1={centerOf(place)}
              x2={centerOf(place)}
              y1={HEAD}
              y2={height}
              className="stroke-border"
              strokeDasharray="3 4"
            />
            <rect
              x={centerOf(place) - column * 0.44}
              y={4}
              width={column * 0.88}
              height={HEAD - 8}
              rx={8}
              className="fill-muted stroke-border"
            />
            <text x={centerOf(place)} y={HEAD / 2 + 4} textAnchor="middle" className="font-medium">
              {name}
            </text>
          </g>
        ))}
        {drawn.map((one) => (
          <Part key={one.top} {...one} column={column} width={width} centerOf={centerOf} />
        ))}
      </svg>
    </figure>
  );
}

/** Characters in a line. */
function roomFor(step: Exclude<Step, { kind: "end" }>, column: number, width: number): number {
  if (step.kind === "case") return Math.floor((width - 40) / CHARACTER);
  const columns = Math.max(1, Math.abs(step.to - step.from) + (step.kind === "note" ? 1 : 0));
  return Math.floor((columns * column - (step.kind === "note" ? 40 : 24)) / CHARACTER);
}

function heightOf({ kind, ...step }: Step, lines: number): number {
  if (kind === "end") return GAP;
  if (kind === "case") return lines * LINE + GAP + 4;
  const isSelf = "from" in step && kind === "message" && step.from === step.to;
  return lines * LINE + (kind === "note" ? 30 : isSelf ? 22 : 24);
}

interface PartProps extends Drawn {
  column: number;
  width: number;
  centerOf: (place: number) => number;
}

function Part({ step, lines, top, height, column, width, centerOf }: PartProps) {
  if (step.kind === "end")
    return <line x1={4} x2={width - 4} y1={top + 6} y2={top + 6} className="stroke-border" />;
  if (step.kind === "case")
    return (
      <>
        <line x1={4} x2={width - 4} y1={top + 4} y2={top + 4} className="stroke-border" />
        <Text
          lines={lines}
          x={12}
          top={top + 6}
          anchor="start"
          className="fill-muted-foreground italic"
        />
      </>
    );
  const from = centerOf(step.from);
  const to = centerOf(step.to);
  if (step.kind === "note")
    return (
      <>
        <rect
          x={from - column * 0.46}
          y={top + 4}
          width={to - from + column * 0.92}
          height={height - 14}
          rx={6}
          className="fill-muted"
        />
        <Text
          lines={lines}
          x={(from + to) / 2}
          top={top + 9}
          anchor="middle"
          className="fill-muted-foreground"
        />
      </>
    );
  const bottom = top + height - 12;
  if (step.from === step.to)
    return (
      <>
        <path
          d={`M${from} ${top + 4} h14 v${height - 16} h-9`}
          fill="none"
          className="stroke-foreground"
        />
        <Arrow x={from} y={bottom} pointsLeft />
        <Text lines={lines} x={from + 22} top={top + 2} anchor="start" />
      </>
    );
  const pointsLeft = to < from;
  return (
    <>
      <Text lines={lines} x={(from + to) / 2} top={top} anchor="middle" />
      <line
        x1={from}
        x2={to + (pointsLeft ? 4 : -4)}
        y1={bottom}
        y2={bottom}
        className="stroke-foreground"
        strokeDasharray={step.isAnswer ? "4 3" : undefined}
      />
      <Arrow x={to} y={bottom} pointsLeft={pointsLeft} />
    </>
  );
}

function Arrow({ x, y, pointsLeft }: { x: number; y: number; pointsLeft: boolean }) {
  const back = pointsLeft ? 7 : -7;
  return <path d={`M${x} ${y} l${back} -4 v8 z`} />;
}

interface TextProps {
  lines: string[];
  x: number;
  top: number;
  anchor: "start" | "middle";
  className?: string;
}

function Text({ lines, x, top, anchor, className }: TextProps) {
  return (
    <text y={top} textAnchor={anchor} className={className}>
      {lines.map((line, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines stay in their places.
        <tspan key={n} x={x} dy={n === 0 ? 12 : LINE}>
          {line}
        </tspan>
      ))}
    </text>
  );
}
