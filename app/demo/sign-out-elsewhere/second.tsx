import { useRef } from "react";
import { inWords } from "@/components/duration";
import { Time } from "@/components/time";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import { formatCountdown } from "../shared/format";
import { useNow } from "../shared/use-now";
import type { SecondBrowser } from "./answers";
import type { Ending } from "./experiment";
import { Refused } from "./refused";

interface SecondProps {
  second: SecondBrowser | null;
  ending: Ending | undefined;
  onOpen: () => void;
  onSignOut: () => void;
  onClose: () => void;
}

export function Second({ second, ending, onOpen, onSignOut, onClose }: SecondProps) {
  const state = useRef<HTMLDivElement>(null);
  // The buttons change places with each other: the focus waits where the outcome will stand.
  const press = (action: () => void) => () => {
    state.current?.focus();
    action();
  };
  return (
    <Panel
      title="A second browser"
      lead="A session of its own, made by the code that signs you in. Its cookie is sealed in this browser, and asked about once a second."
    >
      <div ref={state} tabIndex={-1} aria-live="polite" className="mb-4 outline-none">
        {second === null && <p className="text-sm text-mute">Asking…</p>}
        {second?.state === "none" && <p className="text-sm text-mute">Not open.</p>}
        {second?.state === "in" && <StillIn {...second} />}
        {second?.state === "out" && <Refused ending={ending} />}
      </div>
      <div className="flex flex-wrap gap-3">
        {second?.state === "in" ? (
          <>
            <Button
              onClick={press(() => second.signedOutFor === null && onSignOut())}
              aria-disabled={second.signedOutFor !== null || undefined}
            >
              Sign it out, keep a copy of its cookie
            </Button>
            <Button variant="quiet" onClick={press(onClose)}>
              Close it
            </Button>
          </>
        ) : (
          <Button variant="primary" onClick={press(onOpen)} disabled={second === null}>
            Open {second?.state === "out" ? "another" : "a second browser"}
          </Button>
        )}
      </div>
    </Panel>
  );
}

type StillInProps = Extract<SecondBrowser, { state: "in" }>;

function StillIn({ expires, latest, signedOutFor }: StillInProps) {
  const now = useNow(true);
  const left = <span className="tabular-nums">{formatCountdown(expires - now)}</span>;
  if (signedOutFor === null)
    return (
      <>
        <Badge>in</Badge>
        <p className="mt-2 text-sm text-mute">Expires in {left}</p>
      </>
    );
  return (
    <>
      <p className="text-sm">
        <Badge tone="bad">still in</Badge>{" "}
        <span aria-live="off">{inWords(signedOutFor / 1000)} after it was signed out</span>
      </p>
      <p className="mt-2 text-sm text-bad-text" aria-live="off">
        {left} to go
      </p>
      <p className="mt-2 text-sm text-mute">
        Whoever goes on using the copy renews it, until <Time at={latest} />.
      </p>
    </>
  );
}
