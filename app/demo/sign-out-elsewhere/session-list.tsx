import { useRef } from "react";
import { Time } from "@/components/time";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { SessionsAnswer } from "./answers";
import { nameBrowser } from "./name-browser";

interface SessionListProps {
  canRevoke: boolean;
  sessions: SessionsAnswer | null;
  secondId: string | undefined;
  onEnd: (sessionId: string) => void;
}

export function SessionList({ canRevoke, sessions, secondId, onEnd }: SessionListProps) {
  const list = useRef<HTMLUListElement>(null);
  if (!canRevoke)
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
  );
}
