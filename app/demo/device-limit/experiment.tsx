"use client";

import { MonitorSmartphone } from "lucide-react";
import { useRef } from "react";
import { Button } from "@/components/ui/button";
import { inWords } from "@/lib/duration";
import type { DeviceState } from "../api/device-limit/route";
import { useMeasured } from "../shared/measured";
import { inTime, Pane, Result, Stage, Verdict } from "../shared/stage";
import { useLab } from "../shared/use-lab";

const MOST = 3;

interface ExperimentProps {
  strategy: string;
  /** Whether the strategy counts sessions. */
  counts: boolean;
  within: { here: number; inTheApp: number } | null;
}

export function Experiment({ strategy, counts, within }: ExperimentProps) {
  const lab = useLab<DeviceState[]>("/demo/api/device-limit");
  const outcome = useRef<HTMLParagraphElement>(null);
  const browsers = lab.state ?? [];
  const signedIn = browsers.filter(({ isIn, isEnded }) => isIn && !isEnded).length;
  const [first] = browsers;
  const took =
    first?.outAfter === undefined ? null : `the oldest signed out after ${inTime(first.outAfter)}`;
  const unlimited = !counts && signedIn === MOST ? "3 signed in, with a limit of 2" : null;
  useMeasured("device-limit", strategy, took ?? unlimited);

  function act(action: string) {
    outcome.current?.focus();
    return lab.act(action);
  }
  return (
    <Stage
      lab={lab}
      actions={
        <>
          <Button
            variant="primary"
            disabled={lab.state === undefined || browsers.length >= MOST}
            onClick={() => act(browsers.length === 0 ? "start" : "open")}
          >
            Sign in with browser {Math.min(browsers.length + 1, MOST)}
          </Button>
          <Button disabled={browsers.length === 0} onClick={() => act("stop")}>
            Start over
          </Button>
          <p
            ref={outcome}
            tabIndex={-1}
            aria-live="polite"
            className="text-sm text-muted-foreground outline-none"
          >
            {summary(browsers.length, signedIn, counts)}
          </p>
        </>
      }
    >
      {Array.from({ length: MOST }, (_, n) => (
        <Browser
          // biome-ignore lint/suspicious/noArrayIndexKey: they never change places
          key={n}
          n={n}
          state={browsers[n]}
          within={within}
        />
      ))}
    </Stage>
  );
}

interface BrowserProps {
  n: number;
  state: DeviceState | undefined;
  within: ExperimentProps["within"];
}

function Browser({ n, state, within }: BrowserProps) {
  const title = `Browser ${n + 1}`;
  if (!state)
    return (
      <Pane icon={MonitorSmartphone} title={title} aside={<Verdict is="none">not open</Verdict>}>
        <Result>–</Result>
      </Pane>
    );
  const { isIn, isEnded, outAfter } = state;
  if (!isIn)
    return (
      <Pane icon={MonitorSmartphone} title={title} aside={<Verdict is="out">signed out</Verdict>}>
        <Result
          tone="ok"
          note="Its requests are refused, because the newest sign-in took its place."
        >
          {outAfter === undefined ? "signed out" : `signed out after ${inTime(outAfter)}`}
        </Result>
      </Pane>
    );
  return (
    <Pane
      icon={MonitorSmartphone}
      title={title}
      aside={
        isEnded ? (
          <Verdict is="late">still signed in</Verdict>
        ) : (
          <Verdict is="in">signed in</Verdict>
        )
      }
    >
      <Result
        tone={isEnded ? "bad" : "neutral"}
        note={
          isEnded && within
            ? `Its row is deleted. Its access token is accepted until it expires: ${inWords(within.here)} at most here, ${inWords(within.inTheApp)} in this app.`
            : "Its requests are answered."
        }
      >
        {isEnded ? "still signed in" : "signed in"}
      </Result>
    </Pane>
  );
}

function summary(open: number, signedIn: number, counts: boolean) {
  if (open === 0) return "No browser is open. The limit is 2.";
  return counts
    ? `${signedIn} signed in, of 2 at most.`
    : `${signedIn} signed in. The limit is 2, but nothing counts the sessions.`;
}
