import { type ReactNode, useEffect, useEffectEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import type { SessionPolicy } from "@/lib/session/policy";
import { useHydrated } from "../shared/use-hydrated";
import { useNow } from "../shared/use-now";
import type { EndAnswer, Times, TimesAnswer } from "./answers";
import { Countdowns } from "./countdowns";
import { toEnd } from "./limits";
import { whatMoved } from "./what-moved";

interface WatchedProps {
  title: string;
  lead: ReactNode;
  strategy: string;
  policy: SessionPolicy;
  initial?: Extract<TimesAnswer, { state: "in" }>;
  /** For a session that can be started here. Null, of all three: there was no answer. */
  onStart?: () => Promise<TimesAnswer | null>;
  onAsk: () => Promise<TimesAnswer | null>;
  onLook: () => Promise<EndAnswer | null>;
}

/** A session under its limits: what is left of each, a button that is activity, and one that is none. */
export function Watched({ title, lead, strategy, policy, initial, ...actions }: WatchedProps) {
  const { onStart, onAsk, onLook } = actions;
  const [times, setTimes] = useState<Times | undefined>(initial?.times);
  const [skew, setSkew] = useState(() => (initial ? Date.now() - initial.now : 0));
  /** When it was found to be over (ms since the epoch, on the clock of `times`). */
  const [over, setOver] = useState<number | null>(null);
  const [said, setSaid] = useState("");
  const hydrated = useHydrated();
  const running = times !== undefined && over === null;
  const now = useNow(running) - skew;

  function take(answer: TimesAnswer | null, say: (after: Times) => string) {
    if (!answer) return setSaid(NO_ANSWER);
    setOver(answer.state === "out" ? Date.now() - skew : null);
    setSaid(answer.state === "in" ? say(answer.times) : "");
    if (answer.state === "out") return;
    setSkew(Date.now() - answer.now);
    setTimes(answer.times);
  }

  const start = async () => take((await onStart?.()) ?? null, () => "Signed in. Now it runs.");
  const ask = async () => take(await onAsk(), (after) => (times ? whatMoved(times, after) : ""));

  async function look() {
    const looked = await onLook();
    if (!looked) setSaid(NO_ANSWER);
    else if (looked.expires !== null)
      setSaid(
        looked.expires === times?.expires
          ? "Looked: the end is where it was. Nothing moved."
          : "Looked: the end has moved, by a request from somewhere else.",
      );
    else setOver(Date.now() - skew);
  }

  // One more request, just after the end: that it is over, the server says.
  const askAfterEnd = useEffectEvent(() => void ask());
  const end = running && onStart ? times.expires + skew : null;
  useEffect(() => {
    if (end === null) return;
    const timer = setTimeout(askAfterEnd, end - Date.now() + 250);
    return () => clearTimeout(timer);
  }, [end]);

  return (
    <Panel title={title} lead={lead} strategy={strategy} className="flex flex-col">
      {running && hydrated && <Countdowns policy={policy} times={times} now={now} />}
      <div aria-live="polite" className="my-4 min-h-10 text-sm">
        {over !== null && times ? (
          <Notice title={toEnd(policy, times, over)} tone="bad">
            A request was sent and refused. No request brings it back.
          </Notice>
        ) : (
          said
        )}
      </div>
      <div className="mt-auto flex flex-wrap gap-3">
        {running ? (
          <>
            <Button variant="primary" onClick={ask} disabled={!hydrated}>
              Send a request
            </Button>
            <Button onClick={look} disabled={!hydrated}>
              Only look
            </Button>
          </>
        ) : (
          onStart && (
            <Button variant="primary" onClick={start} disabled={!hydrated}>
              Start {over === null ? "a practice session" : "another"}
            </Button>
          )
        )}
      </div>
    </Panel>
  );
}

const NO_ANSWER = "There was no answer. Try again in a moment.";
