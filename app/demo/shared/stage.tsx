import {
  CircleCheck,
  CircleDashed,
  CircleDot,
  CircleX,
  Database,
  type LucideIcon,
  OctagonAlert,
} from "lucide-react";
import { type ReactNode, useId } from "react";
import { YOU } from "./lab-log";
import type { Entry, Lab } from "./use-lab";

interface StageProps {
  /** The panes, side by side. */
  children: ReactNode;
  /** The buttons, and a sentence about them. */
  actions?: ReactNode;
  label?: string;
  lab?: Pick<Lab<unknown>, "entries" | "failed">;
}

/** One experiment: its panes, its buttons, and a log. */
export function Stage({ children, actions, label = "The experiment", lab }: StageProps) {
  return (
    <section
      aria-label={label}
      className="overflow-hidden rounded-2xl border border-border bg-card"
    >
      {/* The borders between panes overlap, so that they work with any number of columns. */}
      <div className="-mt-px -ml-px grid grid-cols-1 auto-cols-fr md:grid-flow-col md:grid-cols-none">
        {children}
      </div>
      {actions ? (
        <div className="flex flex-wrap items-center gap-3 border-t border-border px-5 py-4">
          {actions}
        </div>
      ) : null}
      {lab ? <Log {...lab} /> : null}
    </section>
  );
}

interface PaneProps {
  icon: LucideIcon;
  title: string;
  /** A verdict, at the right. */
  aside?: ReactNode;
  children?: ReactNode;
}

/** A participant of the experiment. */
export function Pane({ icon: Icon, title, aside, children }: PaneProps) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className="flex min-w-0 flex-col border-t border-l border-border p-5"
    >
      <div className="mb-3 flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
        <Icon aria-hidden className="size-4 text-muted-foreground" />
        <h2 id={id} className="mr-auto font-semibold tracking-tight">
          {title}
        </h2>
        {aside}
      </div>
      {children}
    </section>
  );
}

type Tone = "ok" | "bad" | "neutral";

const tones = {
  unknown: "text-muted-foreground",
  ok: "text-success",
  bad: "text-destructive",
  neutral: "text-foreground",
};

/** The result in large type, and a sentence about it. Screen readers announce changes. */
export function Result({
  tone = "neutral",
  children,
  note,
}: {
  tone?: Tone;
  children: ReactNode;
  note?: ReactNode;
}) {
  return (
    <div aria-live="polite" className="mb-3 min-h-16">
      <p
        className={`text-3xl leading-tight font-semibold tracking-tight text-balance tabular-nums ${children === "–" ? tones.unknown : tones[tone]}`}
      >
        {children}
      </p>
      {note ? <div className="mt-2 text-sm text-pretty text-muted-foreground">{note}</div> : null}
    </div>
  );
}

const verdicts = {
  in: { icon: CircleDot, tone: "neutral" },
  late: { icon: OctagonAlert, tone: "bad" },
  out: { icon: CircleCheck, tone: "ok" },
  refused: { icon: CircleX, tone: "bad" },
  none: { icon: CircleDashed, tone: "neutral" },
} as const satisfies Record<string, { icon: LucideIcon; tone: Tone }>;

/** A verdict is an icon and a text. Colour alone is not enough, and the colours of strategies have another meaning. */
export function Verdict({ is, children }: { is: keyof typeof verdicts; children: ReactNode }) {
  const { icon: Icon, tone } = verdicts[is];
  return (
    <span
      className={`inline-flex items-center gap-1.5 text-sm font-medium whitespace-nowrap ${tone === "neutral" ? "text-muted-foreground" : tones[tone]}`}
    >
      <Icon aria-hidden className="size-4" />
      {children}
    </span>
  );
}

/** Names and values below each other, with a line between. */
export function Facts({ of }: { of: Record<string, ReactNode> }) {
  return (
    <dl className="divide-y divide-border border-t border-border text-sm">
      {Object.entries(of).map(([name, value]) => (
        <div key={name} className="flex flex-wrap justify-between gap-x-4 py-2">
          <dt className="text-muted-foreground">{name}</dt>
          <dd className="min-w-0 font-medium wrap-anywhere tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Real requests and statements, the oldest first. */
function Log({ entries, failed }: Pick<Lab<unknown>, "entries" | "failed">) {
  return (
    <div className="border-t border-border bg-muted px-5 py-3">
      {failed !== null ? (
        <p role="status" className="text-sm">
          <Verdict is="refused">
            {failed === 401 ? "You are signed out. Sign in again to go on." : whyFailed(failed)}
          </Verdict>
        </p>
      ) : null}
      {entries.length === 0 && failed === null ? (
        <p className="text-[0.8125rem] text-muted-foreground">
          Requests and SQL statements are listed here as they happen.
        </p>
      ) : (
        <ol
          aria-label="Log"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus.
          tabIndex={0}
          className="max-h-72 overflow-y-auto font-mono text-[0.8125rem] leading-6"
          ref={toItsEnd}
        >
          {entries.map((entry) => (
            <LogLine key={`${entry.at} ${entry.who} ${entry.what}`} {...entry} />
          ))}
        </ol>
      )}
    </div>
  );
}

const whyFailed = (status: number) =>
  `${status ? `The server answered ${status}` : "The server did not answer"}. This page tries again.`;

const toItsEnd = (list: HTMLOListElement | null) => {
  if (!list) return;
  const observer = new MutationObserver(() => list.scrollTo({ top: list.scrollHeight }));
  observer.observe(list, { childList: true });
  return () => observer.disconnect();
};

function LogLine({ who, what, status, note, ms, after, times, statements }: Entry) {
  return (
    <li className="gap-x-3 sm:grid sm:grid-cols-[5.5rem_1fr]">
      <span className="text-muted-foreground tabular-nums max-sm:float-left max-sm:mr-2 sm:text-right">
        {who === YOU ? "0 ms" : after === null ? "" : `+${inTime(after)}`}
      </span>
      <div className="min-w-0">
        <span className={who === YOU ? "font-semibold" : ""}>{who}</span>: {what}
        {status ? (
          <>
            {" → "}
            <span className={status === 200 ? "text-success" : "text-destructive"}>{status}</span>
          </>
        ) : null}{" "}
        <span className="text-muted-foreground">
          {[
            statements?.length === 0 && status ? "no SQL" : "",
            ms > 0 ? inTime(ms) : "",
            times > 1 ? `${times} times` : "",
          ]
            .filter(Boolean)
            .join(", ")}
        </span>
        {note ? <span className="block">{note}</span> : null}
        {statements && statements.length > 0 ? (
          <ul aria-label="Statements">
            {statements.map((text, n) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: they never change places
              <li key={n} className="flex gap-2 text-muted-foreground">
                <Database aria-hidden className="mt-1.5 size-3 shrink-0" />
                <span className="min-w-0 wrap-anywhere">{text}</span>
              </li>
            ))}
          </ul>
        ) : null}
      </div>
    </li>
  );
}

/** `29 ms`, `7.6 s`. */
export const inTime = (ms: number) =>
  ms < 1000
    ? `${ms > 0 && ms < 10 ? ms.toFixed(1) : Math.round(Math.max(0, ms))} ms`
    : `${(ms / 1000).toFixed(1)} s`;
