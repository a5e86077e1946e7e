import "server-only";
import { type ReactNode, Suspense } from "react";
import { PageHeader } from "@/components/ui/page-header";
import type { Session } from "@/lib/session/strategy";
import { Code } from "./code";
import { NextSteps } from "./next-steps";
import type { CodePage } from "./shown-code";
import { SignedIn } from "./signed-in";
import { UnderTheOthers } from "./under-the-others";

interface ExperimentPageProps {
  page: CodePage;
  title: string;
  /** One or two sentences: the question of the page, and what the reader can do here. */
  lead: ReactNode;
  /** The experiment, for signed-in users. */
  stage: (session: Session) => ReactNode;
  /** Further explanations, between the experiment and the code. */
  children?: ReactNode;
  /** Links to the next pages: path, and the question that the page answers. */
  next: Record<string, string>;
}

/** The layout of an experiment: stage, results under every strategy, code, and links to the next pages. */
export function ExperimentPage({ page, title, lead, stage, children, next }: ExperimentPageProps) {
  return (
    <div>
      <PageHeader title={title}>{lead}</PageHeader>
      {/* Everything is shown at once, so that nothing moves when the stage has loaded. */}
      <Suspense fallback={<div className="min-h-dvh rounded-2xl border border-border bg-card" />}>
        <div className="grid grid-cols-1 gap-10">
          <SignedIn path={`/demo/${page}`}>{stage}</SignedIn>
          <UnderTheOthers page={page} />
          {children}
          <Code page={page} />
          <NextSteps steps={next} />
        </div>
      </Suspense>
    </div>
  );
}
