// The trade-offs of each strategy, as the home page lists them. A promise is what the strategy says of itself; beside
// it is what `npm run compare` has measured.
import { howSoon, inWords } from "@/lib/duration";
import type { SessionPolicy } from "@/lib/session/policy";
import type { SessionStrategy } from "@/lib/session/strategy";
import { isAtOnce, toRange } from "../shared/figures";
import type { Figures, Report } from "../shared/report-schema";

export interface Column {
  /** The arguments of `npm run keep`: `database --redis`. */
  keep: string;
  label: string;
  strategy: Pick<
    SessionStrategy,
    | "name"
    | "needs"
    | "asksStore"
    | "endNoticedWithin"
    | "roleNoticedWithin"
    | "revocation"
    | "records"
    | "refresh"
  >;
  /** Copies of sessions are in Redis. */
  withRedis?: true;
  /** Undefined if nothing was measured. */
  figures?: Figures;
}

export interface Cell {
  verdict?: "good" | "late" | "bad";
  text: string;
  /** The measured value, or an addition. */
  more?: string;
}

export interface Row {
  name: string;
  /** The experiment that shows it. */
  href: string;
  cells: Cell[];
}

type Settings = Report["settings"] | undefined;

export function toRows(columns: Column[], policy: SessionPolicy, settings: Settings): Row[] {
  const row = (name: string, href: string, toCell: (column: Column) => Cell): Row => ({
    name,
    href,
    cells: columns.map(toCell),
  });
  const measured = (column: Column, seconds: (figures: Figures) => number | null) =>
    column.figures && settings
      ? toMeasured(seconds(column.figures), settings, column.strategy.refresh !== null)
      : "not measured yet";

  return [
    row("An ended session is refused", "/demo/sign-out-elsewhere", (column) => ({
      ...noticed(
        column.strategy.endNoticedWithin,
        `when it expires, up to ${inWords(policy.absoluteMaxAge)} later`,
      ),
      more: measured(column, ({ kickSeconds }) => kickSeconds),
    })),
    row("A new role takes effect", "/demo/roles", (column) => ({
      ...noticed(column.strategy.roleNoticedWithin, "at the next sign-in"),
      more: measured(column, ({ roleSeconds }) => roleSeconds),
    })),
    row("A copied cookie, after the user signs out", "/demo/theft", (column) => ({
      ...(column.strategy.revocation
        ? outAfter(column.strategy.endNoticedWithin)
        : { verdict: "bad", text: "still works" }),
      more: measured(column, ({ copySeconds }) => copySeconds),
    })),
    row("A session check uses", "/demo/inspector", toCost),
    row("While the database is down", "/demo/report", (column) => toOutage(column, settings)),
    row("Device list, device limit, ending one device", "/demo/device-limit", ({ strategy }) =>
      strategy.records
        ? { verdict: "good", text: "yes" }
        : {
            verdict: "bad",
            text: "no",
            more: strategy.revocation ? "all of a user's sessions can be ended" : undefined,
          },
    ),
    row("Cookies", "/demo/cookie-size", ({ figures, strategy }) => ({
      text: figures ? `${figures.cookieBytes} bytes` : "not measured yet",
      more: strategy.refresh ? "and a refresh token, sent to one path" : undefined,
    })),
    row("Needs", "/demo/choose", ({ strategy: { needs }, withRedis }) => ({
      text: withRedis
        ? "Postgres and Redis"
        : needs.map((name) => stores[name]).join(" or ") || "no store",
      more: needs.length === 0 ? "a database for passwords and admin pages" : undefined,
    })),
  ];
}

const stores = { DATABASE_URL: "Postgres", REDIS_URL: "Redis" };

function noticed(seconds: number | null, never: string): Cell {
  if (seconds === null) return { verdict: "bad", text: never };
  return { verdict: seconds > 0 ? "late" : "good", text: howSoon(seconds) };
}

const outAfter = (seconds: number | null): Cell =>
  seconds
    ? { verdict: "late", text: `works for up to ${inWords(seconds)}` }
    : { verdict: "good", text: "is refused" };

function toMeasured(
  seconds: number | null,
  settings: Report["settings"],
  hasToken: boolean,
): string {
  const { watched, accessMaxAge } = settings;
  if (seconds === null) return `measured: not in ${watched} s`;
  // The duration of the request itself is not a delay, and differs from run to run.
  if (isAtOnce(seconds)) return `measured: within ${(Math.ceil(seconds * 10) / 10).toFixed(1)} s`;
  return `measured: ${seconds.toFixed(1)} s${hasToken ? `, with a token of ${accessMaxAge} s` : ""}`;
}

function toCost({ figures, strategy }: Column): Cell {
  if (!figures)
    return { text: strategy.asksStore ? "a store" : "no store", more: "not measured yet" };
  const { sqlPerRequest: sql, redisPerRequest: redis, costOverPing } = figures;
  const asked = [
    sql > 0 && `${sql} SQL statement${sql === 1 ? "" : "s"}`,
    redis > 0 && `${redis} Redis command${redis === 1 ? "" : "s"}`,
  ].filter(Boolean);
  return {
    text: asked.join(", ") || "no store",
    more: `measured: ${toRange(costOverPing)} × a request without a check`,
  };
}

function toOutage({ figures, strategy, withRedis }: Column, settings: Settings): Cell {
  const { asksStore, refresh, endNoticedWithin } = strategy;
  const stays = "nobody is signed out";
  if (refresh && endNoticedWithin)
    return {
      verdict: "late",
      text: `works for up to ${inWords(endNoticedWithin)}`,
      more:
        figures && settings
          ? toMeasured(figures.databaseDown.servedSeconds, settings, true)
          : undefined,
    };
  const served = figures?.databaseDown.servedSeconds;
  if (withRedis && served)
    return {
      verdict: "late",
      text: `works for ${Math.round(served)} s`,
      more: `then 503; ${stays}`,
    };
  return asksStore
    ? { verdict: "bad", text: "every request gets 503", more: `until it is back; ${stays}` }
    : { verdict: "good", text: "works", more: "nobody can sign in with a password" };
}
