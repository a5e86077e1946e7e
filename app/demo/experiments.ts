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
    name: "Devices and kick-out",
    question: "I lost my laptop. Can I end its session from here, and how soon is it out?",
  },
  {
    path: "/demo/device-limit",
    name: "Device limit",
    question: "Two devices at most: what becomes of the first when a third signs in?",
  },
];
