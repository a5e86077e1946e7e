import { Time } from "@/components/time";
import { Code } from "@/components/ui/code";
import { Notice } from "@/components/ui/notice";
import { Command } from "../shared/command";
import type { LoadedReport } from "../shared/report";

const file = ".data/compare.json";

/** Where the figures come from and, for the sample, how to measure your own machine. */
export function Origin({ report, from, ownIsBroken }: LoadedReport) {
  if (report && from === "own")
    return (
      <p className="text-sm text-muted-foreground">
        Your last run, <Time at={Date.parse(report.date)} />. <Code>npm run compare</Code> measures
        again.
      </p>
    );
  if (ownIsBroken)
    return (
      <Notice tone="bad" title={`${file} could not be read`}>
        <p className="mb-3">
          The file is cut off, or was written by another version. This command writes a new one
          {report ? "; until then, here is the sample that comes with the repository" : ""}.
        </p>
        <Measure />
      </Notice>
    );
  return (
    <Notice
      title={
        report ? "This is the sample that comes with the repository" : "There is no report yet"
      }
    >
      <p className="mb-3">
        Create a report of your own machine. It takes a minute or two, and has the same requirements
        as the demo. With <Code>REDIS_URL</Code> set, it also measures the cache.
      </p>
      <Measure />
    </Notice>
  );
}

const Measure = () => <Command>npm run compare</Command>;
