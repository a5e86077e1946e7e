// How much is measured. Milliseconds, where it is a time.

export const quickPlan = {
  sessions: 1000,
  rounds: 5,
  slice: 300,
  delays: [1, 5],
  growth: { rows: [5_000, 50_000], sessions: [1, 100], claims: [1, 30] },
};

export const fullPlan = {
  sessions: 3000,
  rounds: 15,
  slice: 600,
  delays: [1, 5],
  growth: {
    rows: [1_000, 10_000, 100_000, 1_000_000],
    sessions: [1, 10, 100],
    claims: [1, 10, 20, 30],
  },
};
