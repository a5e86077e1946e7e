import { useRef } from "react";
import { Time } from "@/components/time";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { inWords } from "@/lib/duration";
import { type BrowserAnswer, names } from "./answers";

interface SessionListProps {
  noticesWithin: number | null;
  browsers: BrowserAnswer[];
  onEnd: (sessionId: string) => void;
}

export function SessionList({ noticesWithin, browsers, onEnd }: SessionListProps) {
  const list = useRef<HTMLUListElement>(null);
  if (noticesWithin === null)
    return (
      <Notice title="There is no list, and nothing to end" tone="bad">
        Under this strategy the server keeps no record of sessions. It cannot say where somebody is
        signed in, and it cannot end a session anywhere: the cookie is the session, and a copy of it
        works, and renews itself, up to the absolute limit. Shorter limits make that time shorter;
        only a strategy with a record ends it.
      </Notice>
    );
  // The button that was pressed is about to go, and with it the focus.
  const end = (id: string) => {
    list.current?.focus();
    onEnd(id);
  };
  const live = browsers.flatMap((browser, n) =>
    browser.state === "in" && !browser.ended ? [{ ...browser, name: names[n] }] : [],
  );
  return (
    <>
      <p className="max-w-prose text-sm text-mute">
        Ending a session deletes its row. {outWhen(noticesWithin)}
      </p>
      <ul
        ref={list}
        tabIndex={-1}
        aria-label="Sessions"
        className="divide-y divide-line outline-none"
      >
        {live.map(({ id, authTime, name }) => (
          <li key={id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-3">
            <div className="min-w-0 text-sm">
              <p className="font-medium">{name}</p>
              <p className="text-mute">
                Signed in <Time at={authTime} />
              </p>
            </div>
            <Button variant="danger" size="small" onClick={() => end(id)}>
              End it
              <span className="sr-only">: {name}</span>
            </Button>
          </li>
        ))}
      </ul>
      {live.length === 0 && <p className="mt-3 text-sm">None is left.</p>}
    </>
  );
}

const outWhen = (seconds: number) =>
  seconds === 0
    ? "Its next request finds none, and is refused."
    : `It stays in until its access token ends, ${inWords(seconds)} at most in this experiment, because such a token is taken at its word. What asks the database, as admin pages do, refuses it at once.`;
