import "server-only";
import { connection } from "next/server";
// #region keep
import { Code } from "@/components/ui/code";
// #endregion
import { type StrategyName as Name, strategyNames } from "@/lib/session/strategies";
// #region keep
import { isAtOnce, toOutage } from "./figures";
import { formatNumber } from "./format";
// #endregion
import { Measured } from "./measured";
// #region keep
import { loadReport } from "./report";
import type { Figures, Report } from "./report-schema";
// #endregion
import { StrategyName } from "./running";
import type { CodePage } from "./shown-code";
import { notDescribed, wordsOf } from "./words";

// #region keep
/** The figure of `npm run compare` that belongs to a page, as text. */
const fromReport: {
  [Page in CodePage]?: (figures: Figures, settings: Report["settings"]) => string;
} = {
  "sign-out-elsewhere": ({ kickSeconds }, settings) =>
    kickSeconds === null
      ? `still signed in after ${settings.watched} s`
      : `signed out ${lagOf(kickSeconds, settings)}`,
  roles: ({ roleSeconds }, settings) =>
    roleSeconds === null
      ? `still the old role after ${settings.watched} s`
      : `new role ${lagOf(roleSeconds, settings)}`,
  theft: ({ copySeconds }, settings) =>
    copySeconds === null
      ? `a copy of the cookies still worked ${settings.watched} s after sign-out`
      : `after sign-out, a copy of the cookies was refused ${lagOf(copySeconds, settings)}`,
  outage: ({ databaseDown }, settings) =>
    toOutage(databaseDown, settings, null).text +
    (isAtOnce(databaseDown.servedSeconds ?? 0)
      ? ""
      : `, with access tokens of ${settings.accessMaxAge} s`),
  inspector: ({ sqlPerRequest, redisPerRequest, cookieBytes }) =>
    `${sqlPerRequest} SQL, ${redisPerRequest} Redis, cookie of ${cookieBytes} bytes`,
  "cookie-size": ({ cookieBytes }) => `${formatNumber(cookieBytes)} bytes without extra claims`,
};

const lagOf = (seconds: number, { accessMaxAge }: Report["settings"]): string =>
  isAtOnce(seconds)
    ? "with the next request"
    : `after ${seconds.toFixed(1)} s, with access tokens of ${accessMaxAge} s`;

/** The same experiment under each strategy: what happens, and the figure that was measured last. */
// #endregion
// kept: // What happens, and the figure that was measured last.
export function UnderTheOthers({ page }: { page: CodePage }) {
  return (
    <section aria-label="Under every strategy">
      {/* #region keep */}
      <div className="mb-3 flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h2 className="text-xl font-semibold tracking-tight">Under every strategy</h2>
        <Origin page={page} />
      </div>
      {/* #endregion */}
      {/* kept: <h2 className="mb-3 text-xl font-semibold tracking-tight">In short</h2> */}
      <div className="overflow-hidden rounded-2xl border border-border bg-card">
        {/* The borders between the cells overlap, so that they work with any number of columns. */}
        <ul className="-mt-px -ml-px grid sm:grid-cols-2 xl:grid-cols-4">
          {strategyNames.map((name) => (
            <Cell key={name} name={name} page={page} />
          ))}
        </ul>
      </div>
    </section>
  );
}

async function Cell({ name, page }: { name: Name; page: CodePage }) {
  const [short, explanation] = (await wordsOf(name)).others?.[page] ?? [notDescribed];
  return (
    <li className="row-span-4 grid min-w-0 grid-rows-subgrid border-t border-l border-border p-5 text-sm">
      <StrategyName name={name} />
      <p className="mt-2 text-lg leading-snug font-semibold tracking-tight text-balance first-letter:uppercase">
        {short}
      </p>
      <p className="mt-1 mb-4 text-pretty text-muted-foreground">{explanation}</p>
      <LastFigure name={name} page={page} />
    </li>
  );
}

// #region keep
/** Where the figures come from that this browser has not measured. */
async function Origin({ page }: { page: CodePage }) {
  await connection();
  const { report, from } = await loadReport();
  if (!report || !fromReport[page]) return null;
  const day = new Date(report.date).toLocaleDateString("en-GB", { dateStyle: "medium" });
  return (
    <p className="text-[0.8125rem] text-muted-foreground">
      Measured by <Code>npm run compare</Code> {from === "own" ? "here" : "on another machine"},{" "}
      {day}
    </p>
  );
}
// #endregion

async function LastFigure({ name, page }: { name: Name; page: CodePage }) {
  await connection();
  // #region keep
  const { report } = await loadReport();
  const figures = report?.strategies[name];
  const tell = fromReport[page];
  // #endregion
  return (
    <Measured
      page={page}
      strategy={name}
      // #region keep
      otherwise={report && figures && tell ? tell(figures, report.settings) : undefined}
      // #endregion
    />
  );
}
