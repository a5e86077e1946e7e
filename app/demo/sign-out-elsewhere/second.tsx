import { useRef } from "react";
import { Button } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import type { SecondBrowser } from "./answers";
import type { Ending } from "./experiment";
import { Refused } from "./refused";
import { Standing } from "./standing";

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
      lead="A session of its own, made by the code that signs you in. What it holds is sealed in this browser, and asked about once a second."
    >
      <div ref={state} tabIndex={-1} aria-live="polite" className="mb-4 outline-none">
        {second === null && <p className="text-sm text-mute">Asking…</p>}
        {second?.state === "none" && <p className="text-sm text-mute">Not open.</p>}
        {second?.state === "in" && (
          <Standing {...second} endedAt={ending?.at ?? second.signedOutAt} />
        )}
        {second?.state === "out" && <Refused ending={ending} />}
      </div>
      <div className="flex flex-wrap gap-3">
        {second?.state === "in" ? (
          <>
            <Button
              onClick={press(() => !second.ended && onSignOut())}
              aria-disabled={second.ended || undefined}
            >
              Sign it out, keep a copy of its cookie
            </Button>
            <Button onClick={press(onClose)}>Close it</Button>
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
