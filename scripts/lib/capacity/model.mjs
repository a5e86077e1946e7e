// Computes what a number of active sessions needs from the cost of one. docs/capacity.md explains the assumptions.

/** Seconds. */
const VISIT_EVERY = 300;
const REQUESTS_PER_VISIT = 5;
const LIFETIME = 7 * 86_400;
const UPDATE_AGE = 86_400;
const ACCESS_MAX_AGE = 900;
const COPY_LIFETIME = 50;

/**
 * For `sessions` in use: rows and bytes in Postgres, statements and Redis commands per second, busy connections to
 * Postgres, and bytes in Redis. `costs` is the output of measure.ts. `tables` has the bytes of a row with its indexes.
 */
export function need(
  sessions,
  { costs, hasRows = false, hasMarks = false, inRedis = false },
  tables,
) {
  const perSecond = (what) => {
    const visit = costs.firstCheck[what] + (REQUESTS_PER_VISIT - 1) * costs.nextCheck[what];
    const rare = (costs.signIn[what] + costs.signOut[what]) / LIFETIME;
    const renewals = costs.renewal[what] / UPDATE_AGE + costs.rotation[what] / ACCESS_MAX_AGE;
    return sessions * (visit / VISIT_EVERY + rare + renewals);
  };
  const rows = hasRows || (hasMarks && !inRedis) ? sessions : 0;
  const statements = perSecond("sql");
  const copies = hasRows ? (sessions * COPY_LIFETIME) / VISIT_EVERY : sessions;
  return {
    requests: (sessions * REQUESTS_PER_VISIT) / VISIT_EVERY,
    rows,
    bytes: rows * (hasRows ? tables.Session : tables.SessionMark),
    statements,
    connections: (statements * tables.statementMs) / 1000,
    commands: perSecond("redis"),
    redisBytes: inRedis ? copies * (hasRows ? costs.copyBytes : costs.markBytes) : 0,
  };
}

const UNITS = ["", " thousand", " million", " billion"];

/** Rounds to two digits, because these estimates are not more exact. */
export function round(value, units = UNITS, base = 1000) {
  if (value < 0.05) return "0";
  let unit = 0;
  while (value >= base && unit < units.length - 1) {
    value /= base;
    unit++;
  }
  const digits = value < 10 ? 1 : 0;
  return `${Number(value.toFixed(digits))}${units[unit]}`;
}

export const bytes = (value) => round(value, [" B", " KB", " MB", " GB", " TB"], 1024);
