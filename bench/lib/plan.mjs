// How much is measured. Times are milliseconds: `turn` is one of `rounds`, `stretch` stands alone. Many short turns say
// more than few long ones: what is compared was measured moments apart, and where the machine stands still for some
// milliseconds, that spoils one turn of many.

export const quickPlan = {
  sessions: 1000,
  rounds: 16,
  turn: 120,
  stretch: 600,
  delays: [1, 5],
  growth: { rows: [5_000, 50_000], sessions: [1, 100], claims: [1, 30] },
};

export const fullPlan = {
  sessions: 3000,
  rounds: 80,
  turn: 120,
  stretch: 1200,
  delays: [1, 5],
  growth: {
    rows: [1_000, 10_000, 100_000, 1_000_000],
    sessions: [1, 10, 100],
    claims: [1, 10, 20, 30],
  },
};
