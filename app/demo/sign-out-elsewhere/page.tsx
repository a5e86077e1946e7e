import type { Metadata } from "next";
import { strategy } from "@/auth";
import { ExperimentPage } from "../shared/experiment-page";
import { demoPage } from "../shared/gate";
import { hereAndInTheApp } from "../shared/short-access";
import { Experiment } from "./experiment";

export const metadata: Metadata = { title: "Kick-out" };
export const instant = false;

export default demoPage(function KickOutPage() {
  return (
    <ExperimentPage
      page="sign-out-elsewhere"
      title="Kick-out"
      lead="You lost your laptop. End its session from here, and see how soon its requests are refused."
      stage={() => (
        <Experiment strategy={strategy.name} within={hereAndInTheApp(strategy.endNoticedWithin)} />
      )}
      next={{
        "/demo/roles": "What if only the role has to change?",
        "/demo/inspector": "What is in the row that is deleted here?",
      }}
    />
  );
});
