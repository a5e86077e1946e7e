import {
  type ReactNode,
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { share } from "./look";
import { toRows } from "./pack";

export interface Label {
  key: number;
  at: number;
  /** The end of a period, which is drawn as wide as it lasts. */
  until?: number;
  content: ReactNode;
}

interface LabelsProps {
  labels: Label[];
  length: number;
  /** Which part of the label is placed at the moment. Near the edges the label moves inwards. */
  anchor: "middle" | "start";
  /** CSS lengths. */
  rowHeight: string;
  /** A line from each label down to the bottom. */
  lines?: boolean;
  /** Reserves the usual height, so that nothing moves when the labels find their rows. */
  className: string;
}

/** Pixels between two labels in a row. */
const GAP = 6;

/** Labels at their moments on the axis, side by side if they fit. Only the browser knows their width. */
export function Labels({
  labels,
  length,
  anchor,
  rowHeight,
  lines = false,
  className,
}: LabelsProps) {
  const list = useRef<HTMLDivElement>(null);
  const [places, setPlaces] = useState<{ left: number; row: number }[]>([]);

  function place() {
    const { clientWidth = 0, children = [] } = list.current ?? {};
    const boxes = labels.map(({ at }, n) => {
      const width = (children[n] as HTMLElement | undefined)?.offsetWidth ?? 0;
      const wanted = (at / length) * clientWidth - (anchor === "middle" ? width / 2 : 0);
      return { from: Math.max(0, Math.min(wanted, clientWidth - width)), width };
    });
    const rows = toRows(boxes, GAP);
    const next = boxes.map(({ from }, n) => ({ left: Math.round(from), row: rows[n] ?? 0 }));
    setPlaces((before) => (JSON.stringify(before) === JSON.stringify(next) ? before : next));
  }
  useLayoutEffect(place);
  const onResize = useEffectEvent(place);
  useEffect(() => {
    const observer = new ResizeObserver(() => onResize());
    if (list.current) observer.observe(list.current);
    return () => observer.disconnect();
  }, []);

  const rowCount = 1 + Math.max(0, ...places.map(({ row }) => row));
  const top = (n: number) => `calc(${places[n]?.row ?? 0} * ${rowHeight})`;
  return (
    <div className={`grid content-end ${className}`}>
      <div
        ref={list}
        className="relative z-0"
        style={{ height: `calc(${rowCount} * ${rowHeight})` }}
      >
        {labels.map(({ key, at, until, content }, n) => (
          <span
            key={key}
            className="absolute"
            style={{
              left: places[n]?.left,
              top: top(n),
              width: until === undefined ? "max-content" : share(until - at, length),
              // The position is known only after the label has been measured.
              visibility: places[n] ? "visible" : "hidden",
            }}
          >
            {content}
          </span>
        ))}
        {lines &&
          labels.map(({ key, at }, n) => (
            <span
              key={key}
              className="absolute -bottom-2 -z-1 border-l border-dashed border-input"
              style={{ left: share(at, length), top: top(n) }}
            />
          ))}
      </div>
    </div>
  );
}
