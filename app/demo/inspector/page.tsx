import type { Metadata } from "next";
import { ExperimentPage } from "../shared/experiment-page";
import { demoPage } from "../shared/gate";
import { Cost } from "./cost";
import { Inspection } from "./inspection";

export const metadata: Metadata = { title: "Inspector" };
export const instant = false;

export default demoPage(function InspectorPage() {
  return (
    <ExperimentPage
      page="inspector"
      title="Inspector"
      lead="Your browser sends a cookie with every request. See what it contains, what the server stores, and what a check costs."
      stage={(session) => (
        <div className="grid grid-cols-1 gap-6">
          <Inspection session={session} />
          <Cost />
        </div>
      )}
      next={{
        "/demo/cookie-size": "What if I put more data into the cookie?",
        "/demo/sign-out-elsewhere": "What can the server do with a row, but not with a cookie?",
      }}
    />
  );
});
