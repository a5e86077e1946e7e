"use client";

import { useState } from "react";
import { Panel } from "@/components/ui/panel";
import { ask, post } from "../shared/ask";
import { askMe, type MeAnswer } from "../shared/ask-me";
import { usePoll } from "../shared/use-poll";
import type { SecondBrowser, SessionsAnswer } from "./answers";
import { Second } from "./second";
import { SessionList } from "./session-list";
import { This } from "./this";

/** When a session was ended, and when a request was first refused after it: clock of this browser, ms. */
export interface Ending {
  sessionId: string;
  at: number;
  refusedAt?: number;
}

const SECOND = "/demo/api/second-browser";
const SESSIONS = "/demo/api/sessions";

export function Experiment({ canRevoke }: { canRevoke: boolean }) {
  const [me, setMe] = useState<MeAnswer | null>(null);
  const [second, setSecond] = useState<SecondBrowser | null>(null);
  const [sessions, setSessions] = useState<SessionsAnswer | null>(null);
  const [endings, setEndings] = useState<Ending[]>([]);

  const refused = (sessionId: string | undefined) =>
    setEndings((known) =>
      known.map((ending) =>
        ending.sessionId === sessionId ? { refusedAt: Date.now(), ...ending } : ending,
      ),
    );

  async function look() {
    const answer = await askMe();
    setMe(answer);
    if (answer.state === "out") refused(sessions?.current.id);
    if (answer.state !== "in") return;
    const other = (await ask<SecondBrowser>(SECOND)).body;
    if (other && "state" in other) setSecond(other);
    if (other?.state === "out") refused(other.sessionId);
    const list = (await ask<SessionsAnswer>(SESSIONS)).body;
    if (list && "current" in list) setSessions(list);
  }
  usePoll(look, me?.state !== "out");

  /** Does something that ends a session, and looks right after. */
  async function end(sessionId: string, path: string, body: unknown) {
    const { status } = await post(path, body);
    if (status === 200) setEndings((known) => [...known, { sessionId, at: Date.now() }]);
    await look();
  }

  async function act(action: "open" | "close") {
    await post(SECOND, { action });
    await look();
  }

  const endingOf = (id: string | undefined) => endings.find(({ sessionId }) => sessionId === id);
  const secondId = second && "sessionId" in second ? second.sessionId : undefined;

  return (
    <>
      <div className="grid gap-4 md:grid-cols-2">
        <This me={me} expires={sessions?.current.expires} ending={endingOf(sessions?.current.id)} />
        {me?.state !== "out" && (
          <Second
            second={second}
            ending={endingOf(secondId)}
            onOpen={() => act("open")}
            onClose={() => act("close")}
            onSignOut={() => secondId && end(secondId, SECOND, { action: "sign out" })}
          />
        )}
      </div>
      {me?.state !== "out" && (
        <Panel title="Your sessions" className="[&>h2]:mb-3">
          <SessionList
            canRevoke={canRevoke}
            sessions={sessions}
            secondId={secondId}
            onEnd={(id) => end(id, SESSIONS, { end: id })}
          />
        </Panel>
      )}
    </>
  );
}
