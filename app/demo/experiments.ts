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
    path: "/demo/form",
    name: "Form",
    question: "My session ends while I fill in a form. Is what I typed lost?",
  },
  {
    path: "/demo/choose",
    name: "Choose",
    question: "Which strategy, store and lifetimes fit my project, and what do I give up?",
  },
  {
    path: "/demo/report",
    name: "Report",
    question: "What has been measured, with real servers side by side?",
  },
  {
    path: "/demo/service-token",
    name: "Tokens for services",
    question: "Another service has to know who calls it. What do I send it instead of my cookie?",
  },
];
