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
  /** One or two sentences: what somebody wants to know, and what they can do here. */
  lead: ReactNode;
  /** The experiment, for who is signed in. */
  stage: (session: Session) => ReactNode;
  /** What else there is to know, between the experiment and the code. */
  children?: ReactNode;
  /** Where a reader will want to go: path, and the question that leads there. */
  next: Record<string, string>;
}

/** Every experiment: the stage, the same under the other strategies, the code that decides it, and where to go next. */
export function ExperimentPage({ page, title, lead, stage, children, next }: ExperimentPageProps) {
  return (
    <div>
      <PageHeader title={title}>{lead}</PageHeader>
      {/* All of it at once: nothing below the stage moves when that is there. */}
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
