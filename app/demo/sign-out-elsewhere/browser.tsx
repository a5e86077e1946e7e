import { Button } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import type { BrowserAnswer } from "./answers";
import type { Ending } from "./experiment";
import { Refused } from "./refused";
import { Standing } from "./standing";

interface BrowserProps {
  name: string;
  browser: BrowserAnswer;
  ending: Ending | undefined;
  onSignOut: () => void;
}

/** One of the two: whether its requests are answered, and how to sign it out. */
export function Browser({ name, browser, ending, onSignOut }: BrowserProps) {
  const isOver = browser.state === "out" || browser.ended;
  return (
    <Panel title={name}>
      <div aria-live="polite" className="mb-4">
        {browser.state === "in" ? (
          <Standing {...browser} endedAt={ending?.at ?? browser.signedOutAt} />
        ) : (
          <Refused ending={ending} />
        )}
      </div>
      <Button onClick={() => !isOver && onSignOut()} aria-disabled={isOver || undefined}>
        Sign it out, keep a copy of its cookie
      </Button>
    </Panel>
  );
}
