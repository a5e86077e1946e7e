"use client";

import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { startTransition, useOptimistic } from "react";
import { buttonClass } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { LoadedReport } from "../shared/report";
import { parseAnswers, toLink } from "./answers";
import { EnvLines } from "./env-lines";
import { Figures } from "./figures";
import type { Option } from "./options";
import { Questions } from "./questions";
import { recommend } from "./recommend";
import { Result } from "./result";
import { type Answers, presets } from "./rules";
import { settingsFor } from "./settings";

const listed = new Intl.ListFormat("en");

interface ChooseProps extends Pick<LoadedReport, "report" | "from"> {
  options: Option[];
  /** The strategy that runs here. */
  running: string;
}

/** The URL contains the answers. They are stored nowhere else. */
export function Choose({ options, running, report, from }: ChooseProps) {
  const { answers: asked, ignored } = parseAnswers(useSearchParams());
  // The router needs a moment to notice the new URL. A checkbox must not wait for it.
  const [answers, showAnswers] = useOptimistic(asked);
  const link = toLink(answers);
  const recommended = recommend(options, answers);
  const settings = settingsFor(answers, recommended);

  function change(next: Answers) {
    startTransition(() => {
      showAnswers(next);
      window.history.replaceState(null, "", toLink(next));
    });
  }

  return (
    <>
      <nav aria-label="Presets" className="flex flex-wrap items-center gap-2">
        <span className="mr-1 text-sm text-muted-foreground">Start from</span>
        {Object.entries(presets).map(([name, preset]) => (
          <Link
            key={name}
            href={toLink(preset)}
            scroll={false}
            aria-current={toLink(preset) === link ? "true" : undefined}
            className={`${buttonClass({ size: "small" })} aria-[current]:border-foreground`}
          >
            {name}
          </Link>
        ))}
      </nav>
      {ignored.length > 0 && (
        <Notice title="Some parts of this link are invalid">
          Unknown or repeated values are ignored: {listed.format(ignored)}.
        </Notice>
      )}
      <div className="grid items-start gap-5 lg:grid-cols-[18rem_minmax(0,1fr)]">
        <Questions answers={answers} onChange={change} />
        <div className="grid min-w-0 gap-5">
          <Result recommended={recommended} settings={settings} />
          <EnvLines settings={settings} running={running} />
        </div>
      </div>
      <Figures report={report} from={from} recommended={recommended} settings={settings} />
    </>
  );
}
