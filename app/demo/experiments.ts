export interface Experiment {
  path: string;
  name: string;
  question: string;
  /** Shows every strategy at once; the others, the one that runs. */
  all?: true;
}

/** In the order of the menu. */
export const experiments: Experiment[] = [
  {
    path: "/demo/compare",
    all: true,
    name: "Compare",
    question: "The same story under every strategy: who is out when, and who stays in too long?",
  },
  {
    path: "/demo/inspector",
    name: "Inspector",
    question: "What does my browser hold, what does the server hold, and what does a check cost?",
  },
  {
    path: "/demo/cookie-size",
    name: "Cookie size",
    question: "How much can I put into a session cookie before it breaks, and what breaks then?",
  },
  {
    path: "/demo/roles",
    name: "Roles",
    question: "An admin changes my role. When does my next page know?",
  },
  {
    path: "/demo/sign-out-elsewhere",
    name: "Kick-out",
    question: "I lost my laptop. Can I end its session from here, and how soon is it out?",
  },
  {
    path: "/demo/device-limit",
    name: "Device limit",
    question: "Two devices at most: what becomes of the first when a third signs in?",
  },
  {
    path: "/demo/time-limits",
    name: "Time limits",
    question: "When does my session end if I go on, if I pause, and whatever I do?",
  },
  {
    path: "/demo/refresh",
    name: "Refresh",
    question: "What are two tokens good for, and what happens each time that they are traded?",
  },
  {
    path: "/demo/theft",
    name: "Theft",
    question:
      "Somebody has copied my cookies. Does anyone notice, and what do they get until then?",
  },
  {
    path: "/demo/form",
    name: "Form",
    question: "My session ends while I fill in a form. Is what I typed lost?",
  },
  {
    path: "/demo/service-token",
    name: "Service tokens",
    question: "Another service has to know who calls it. What do I send it instead of my cookie?",
  },
  {
    path: "/demo/choose",
    all: true,
    name: "Choose",
    question: "Which strategy, store and lifetimes fit my project, and what do I give up?",
  },
  {
    path: "/demo/report",
    all: true,
    name: "Report",
    question: "What has been measured, with real servers side by side?",
  },
];
