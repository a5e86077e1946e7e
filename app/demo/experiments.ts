export const experiments = [
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
    name: "Sign out elsewhere",
    question: "I lost my laptop. Can I end its session from here, and how soon is it out?",
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
];
