// The app reports to OpenTelemetry through this file. It imports no package. Without OTEL_EXPORTER_OTLP_ENDPOINT, nothing is
// reported.
import { findStoreUnavailable, SignInRefused } from "../../lib/errors";
import type { SessionStrategy } from "../../lib/session/strategy";

export type Facts = Record<string, string>;

/** Describes a result or an error in one word. */
interface Outcome {
  of(result: unknown): string;
  ofError(error: unknown): string;
}

export interface Telemetry {
  /** Runs `work` in a span, and adds its duration to a histogram of the same name, in seconds. */
  time<T>(name: string, facts: Facts, work: () => Promise<T>, outcome: Outcome): Promise<T>;
  /** Adds one to a counter. */
  count(name: string, facts: Facts): void;
}

// On globalThis, because Next.js may load this module once per bundle. features/telemetry/start.ts sets it.
const shared = globalThis as { telemetry?: Telemetry };

/** Adds one to the counter `name`. Facts have few possible values, and never contain data of a user or a client. */
export function countMetric(name: string, facts: Facts): void {
  shared.telemetry?.count(name, facts);
}

const waited: Outcome = { of: () => "done", ofError: () => "failed" };

/** Measures how long the app waits for a store. */
export function waitFor<T>(store: "database" | "redis", work: () => Promise<T>): Promise<T> {
  return shared.telemetry?.time("store.wait", { store }, work, waited) ?? work();
}

/** In this file and not in start.ts, because each bundle has its own copy of the error classes. */
function ofError(error: unknown): string {
  if (findStoreUnavailable(error)) return "could-not-check";
  return error instanceof SignInRefused ? "refused" : "failed";
}

/** Returns the strategy with its sign-ins, checks, renewals, refreshes and sign-outs measured. */
export function observed(strategy: SessionStrategy): SessionStrategy {
  const { telemetry } = shared;
  if (!telemetry) return strategy;
  const { time, count } = telemetry;
  const facts = { strategy: strategy.name };
  const found = { of: (session: unknown) => (session ? "session" : "none"), ofError };
  // #region refresh
  const { refresh } = strategy;
  // #endregion
  return {
    ...strategy,
    create: (user, context) =>
      time(
        "session.sign_in",
        { ...facts, method: context?.adopt ? "moved" : (context?.method ?? "unknown") },
        () => strategy.create(user, context),
        { of: () => "done", ofError },
      ),
    read: (cookie, options) =>
      time("session.check", facts, () => strategy.read(cookie, options), found),
    async renew(cookie, options) {
      const begun = Date.now();
      const work = () => strategy.renew(cookie, options);
      const session = await time("session.check", facts, work, found);
      // A cookie that is only a reference stays the same when its session is renewed.
      if (session && (session.cookie !== cookie || session.renewedAt >= begun))
        count("session.renewals", facts);
      return session;
    },
    end: (cookie) => time("session.sign_out", facts, () => strategy.end(cookie), found),
    // #region refresh
    refresh: refresh && {
      ...refresh,
      rotate: (token, of) => time("session.refresh", facts, () => refresh.rotate(token, of), found),
    },
    // #endregion
  };
}
