export const groups = [
  // #region keep
  "All strategies at once",
  // #endregion
  "Revoking",
  "Lifetimes",
  "What it costs",
  "Beyond this app",
] as const;

export interface Experiment {
  path: string;
  name: string;
  question: string;
  group: (typeof groups)[number];
  /** The page has no buttons, so opening it marks it as tried. */
  read?: true;
}

/** In the order of the menu. */
export const experiments: Experiment[] = [
  // #region keep
  {
    path: "/demo/compare",
    group: "All strategies at once",
    name: "Compare",
    question:
      "The same story under every strategy: when is each session refused, and which one is accepted too long?",
  },
  {
    path: "/demo/choose",
    group: "All strategies at once",
    name: "Choose",
    question: "Which strategy, store and lifetimes fit my project, and what do I give up?",
  },
  {
    path: "/demo/report",
    group: "All strategies at once",
    name: "Report",
    question: "What has been measured, with real servers side by side?",
    read: true,
  },
  {
    path: "/demo/move",
    group: "All strategies at once",
    name: "Move",
    question: "Can a running app change its strategy without signing anyone out?",
  },
  // #endregion
  // #region revocation
  {
    path: "/demo/sign-out-elsewhere",
    group: "Revoking",
    name: "Kick-out",
    question:
      "I lost my laptop. Can I end its session from here, and how soon does that take effect?",
  },
  // #endregion
  {
    path: "/demo/roles",
    group: "Revoking",
    name: "Roles",
    question: "An admin changes my role. When does the new role take effect?",
  },
  // #region records
  {
    path: "/demo/device-limit",
    group: "Revoking",
    name: "Device limit",
    question: "With a limit of two devices, what happens to the first when a third signs in?",
  },
  // #endregion
  // #region refresh
  {
    path: "/demo/theft",
    group: "Revoking",
    name: "Theft",
    question:
      "Somebody has copied my cookies. Does the server notice, and what can the thief do until then?",
  },
  // #endregion
  {
    path: "/demo/private-cache",
    group: "Revoking",
    name: "Private cache",
    question:
      "Next.js keeps a page with my session in the browser. Is it still shown after I sign out?",
  },
  {
    path: "/demo/time-limits",
    group: "Lifetimes",
    name: "Time limits",
    question: "When does my session end while I work, when I pause, and at the latest?",
  },
  // #region refresh
  {
    path: "/demo/refresh",
    group: "Lifetimes",
    name: "Refresh",
    question: "Why two tokens, and what happens at each refresh?",
  },
  // #endregion
  {
    path: "/demo/form",
    group: "Lifetimes",
    name: "Unsaved forms",
    question: "My session ends while I fill in a form. Is what I typed lost?",
  },
  {
    path: "/demo/step-up",
    group: "Lifetimes",
    name: "Step-up",
    question: "Someone finds my browser open. Can they do something important as me?",
  },
  {
    path: "/demo/inspector",
    group: "What it costs",
    name: "Inspector",
    question: "What does my browser hold, what does the server hold, and what does a check cost?",
  },
  {
    path: "/demo/cookie-size",
    group: "What it costs",
    name: "Cookie size",
    question: "How much can I put into a session cookie before it breaks, and what breaks then?",
  },
  {
    path: "/demo/outage",
    group: "Beyond this app",
    name: "Outage",
    question: "The database is down. Who is still served, and who can sign in?",
  },
  {
    path: "/demo/service-token",
    group: "Beyond this app",
    name: "Service tokens",
    question: "Another service must know who calls it. What do I send instead of my cookie?",
  },
  // #region email
  {
    path: "/demo/mailbox",
    group: "Beyond this app",
    name: "Mailbox",
    question: "Which mails has this app written: confirmations, links, new passwords?",
    read: true,
  },
  // #endregion
];

export const experimentsOf = (group: (typeof groups)[number]) =>
  experiments.filter((experiment) => experiment.group === group);

/** The experiment that a path belongs to. */
export const experimentAt = (path: string) =>
  experiments.find((one) => path === one.path || path.startsWith(`${one.path}/`));
