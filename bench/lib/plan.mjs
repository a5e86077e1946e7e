// The amount of measurements. Times are milliseconds: `turn` is the duration of a turn in each of `rounds`, `stretch`
// that of a single measurement; `starts` counts cold starts. Many short turns are better than few long ones: subjects are compared within a short
// time, and if the machine pauses for some milliseconds, this affects only one of many turns.

export const quickPlan = {
  sessions: 1000,
  rounds: 16,
  turn: 120,
  stretch: 600,
  delays: [1, 5],
  starts: 8,
  signInRounds: 8,
  signInTurn: 2_000,
  growth: { rows: [5_000, 50_000], sessions: [1, 100], claims: [1, 30] },
};

export const fullPlan = {
  sessions: 3000,
  rounds: 80,
  turn: 120,
  stretch: 1200,
  delays: [1, 5],
  starts: 30,
  signInRounds: 20,
  signInTurn: 4_000,
  growth: {
    rows: [1_000, 10_000, 100_000, 1_000_000],
    sessions: [1, 10, 100],
    claims: [1, 10, 20, 30],
  },
};
