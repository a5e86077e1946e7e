"use client";

import { Laptop, Smartphone } from "lucide-react";
import { useRef } from "react";
import { Time } from "@/components/time";
import { Button } from "@/components/ui/button";
import { inWords } from "@/lib/duration";
import { Countdown } from "../shared/countdown";
import { useMeasured } from "../shared/measured";
import { Facts, inTime, Pane, Result, Stage, Verdict } from "../shared/stage";
import { useLab } from "../shared/use-lab";
import type { BrowserAnswer } from "./answers";

interface ExperimentProps {
  strategy: string;
  /** Seconds until an ended session is refused, in this experiment and in the app. Null if none can be ended. */
  within: { here: number; inTheApp: number } | null;
}

export function Experiment({ strategy, within }: ExperimentProps) {
  const lab = useLab<BrowserAnswer[]>("/demo/api/sign-out-elsewhere");
  const stage = useRef<HTMLDivElement>(null);
  const browsers = lab.state ?? [];
  const out = browsers.find(({ refusedAt }) => refusedAt);
  useMeasured("sign-out-elsewhere", strategy, out ? toFigure(out, within?.inTheApp ?? 0) : null);

  // The pressed button may disappear, and the focus would be lost.
  const act = (action: string, which?: number) => {
    stage.current?.focus();
    return lab.act(action, which);
  };
  return (
    <div ref={stage} tabIndex={-1} className="outline-none">
      <Stage
        lab={lab}
        actions={
          browsers.length > 0 ? (
            <>
              <Button onClick={() => act("start")}>Start over</Button>
              <Button onClick={() => act("stop")}>Close both</Button>
              <p className="text-sm text-muted-foreground">
                A throw-away user is signed in by the same code as you. Your own session does not
                change.
              </p>
            </>
          ) : (
            <Button
              variant="primary"
              disabled={lab.state === undefined}
              onClick={() => act("start")}
            >
              Sign in with two browsers
            </Button>
          )
        }
      >
        {(browsers.length > 0 ? browsers : notYet).map((browser, n) => (
          <Pane
            key={browser.name}
            icon={n === 0 ? Laptop : Smartphone}
            title={browser.name}
            aside={<Standing {...browser} />}
          >
            <Outcome {...browser} skew={lab.skew} within={within} />
            {browser.authTime && !browser.isEnded ? (
              <div className="mt-4 flex flex-wrap gap-2">
                {within ? (
                  <Button variant="primary" size="small" onClick={() => act("end", n)}>
                    End its session
                  </Button>
                ) : null}
                <Button size="small" onClick={() => act("sign out", n)}>
                  Sign it out, keep a copy of its cookie
                </Button>
              </div>
            ) : null}
          </Pane>
        ))}
      </Stage>
    </div>
  );
}

type Shown = Partial<BrowserAnswer> & { name: string };
const notYet: Shown[] = [{ name: "The laptop" }, { name: "The phone" }];

function Standing({ authTime, isIn, isEnded }: Shown) {
  if (!authTime) return <Verdict is="none">not signed in</Verdict>;
  if (!isIn) return <Verdict is="out">signed out</Verdict>;
  return isEnded ? (
    <Verdict is="late">still signed in</Verdict>
  ) : (
    <Verdict is="in">signed in</Verdict>
  );
}

function Outcome(browser: Shown & { skew: number; within: ExperimentProps["within"] }) {
  const { authTime = 0, expires = 0, accessExpires, latest = 0 } = browser;
  const { isIn, isEnded, endedAt = 0, refusedAt, skew, within } = browser;
  if (!authTime) return <Result note="After sign-in, it sends a request each second.">–</Result>;
  if (!isIn)
    return (
      <Result
        tone="ok"
        note={
          <>
            Its first request after that was refused: <code className="font-mono">401</code>.
            {/* #region refresh */}
            {within && within.here > 0
              ? ` Its access token was valid until then. An access token lives ${inWords(within.here)} here and ${inWords(within.inTheApp)} in this app (ACCESS_TOKEN_MAX_AGE).`
              : ""}
            {/* #endregion */}
          </>
        }
      >
        {refusedAt ? `signed out after ${inTime(refusedAt - endedAt)}` : "signed out"}
      </Result>
    );
  if (!isEnded)
    return (
      <>
        <Result>signed in</Result>
        <Facts
          of={{
            "Signed in": <Time at={authTime} />,
            "Expires in": <Countdown to={expires - skew} />,
            ...(accessExpires && {
              "Next access token in": <Countdown to={accessExpires - skew} />,
            }),
          }}
        />
      </>
    );
  return (
    <Result
      tone="bad"
      note={
        accessExpires ? (
          <>
            <Countdown to={accessExpires - skew} /> left. Until then the access token is accepted
            without asking the database. It cannot be refreshed, because its row is deleted. In this
            app that takes {inWords(within?.inTheApp ?? 0)} at most (ACCESS_TOKEN_MAX_AGE).
          </>
        ) : (
          <>
            <Countdown to={expires - skew} /> left. Each use of the copy renews the session, until{" "}
            <Time at={latest} /> at the latest. The server has no record to delete, so only a
            shorter limit shortens this time.
          </>
        )
      }
    >
      still signed in
    </Result>
  );
}

function toFigure({ refusedAt = 0, endedAt = 0 }: BrowserAnswer, inTheApp: number): string {
  const took = `signed out after ${inTime(refusedAt - endedAt)}`;
  return inTheApp ? `${took} here, within ${inWords(inTheApp)} in the app` : took;
}
