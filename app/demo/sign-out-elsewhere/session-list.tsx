import { useRef } from "react";
import { Time } from "@/components/time";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { inWords } from "@/lib/duration";
import { nameBrowser } from "@/lib/http/user-agent";
import type { SessionsAnswer } from "./answers";

interface SessionListProps {
  noticesWithin: number | null;
  sessions: SessionsAnswer | null;
  secondId: string | undefined;
  onEnd: (sessionId: string) => void;
}

export function SessionList({ noticesWithin, sessions, secondId, onEnd }: SessionListProps) {
  const list = useRef<HTMLUListElement>(null);
  if (noticesWithin === null)
    return (
      <Notice title="There is no list, and nothing to end" tone="bad">
        Under this strategy the server keeps no record of sessions. It cannot say where you are
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
  if (!sessions?.records) return <p className="text-sm text-mute">Asking…</p>;
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
        {sessions.records.map(({ id, userAgent, ip, authTime }) => (
          <li key={id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-3">
            <div className="min-w-0 text-sm">
              <p className="flex flex-wrap items-center gap-2 font-medium">
                {nameBrowser(userAgent)}
                {id === sessions.current.id && <Badge>this browser</Badge>}
                {id === secondId && <Badge>second browser</Badge>}
              </p>
              <p className="text-mute">
                Signed in <Time at={authTime} />
                {ip ? `, from ${ip}` : ""}
              </p>
            </div>
            <Button variant="danger" size="small" onClick={() => end(id)}>
              {id === sessions.current.id ? "End my own" : "End it"}
              <span className="sr-only">: {nameBrowser(userAgent)}</span>
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}

const outWhen = (seconds: number) =>
  seconds === 0
    ? "Its next request finds none, and is refused."
    : `It stays in until its access token ends, ${inWords(seconds)} at most, because such a token is taken at its word. What asks the database, as admin pages and the buttons here do, refuses it at once.`;
