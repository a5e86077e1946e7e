"use client";

import { useState } from "react";
import { Notice } from "@/components/ui/notice";
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

/** `noticesWithin`: seconds until an ended session is out everywhere; null where none can be ended. */
export function Experiment({ noticesWithin }: { noticesWithin: number | null }) {
  const [me, setMe] = useState<MeAnswer | null>(null);
  const [second, setSecond] = useState<SecondBrowser | null>(null);
  const [sessions, setSessions] = useState<SessionsAnswer | null>(null);
  const [endings, setEndings] = useState<Ending[]>([]);
  const [refusedAction, setRefusedAction] = useState(false);

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
    if (other?.state === "out") refused(other.id);
    const list = (await ask<SessionsAnswer>(SESSIONS)).body;
    if (list && "current" in list) setSessions(list);
  }
  usePoll(look, me?.state !== "out");

  /** Does something that ends a session, and looks right after. */
  async function end(sessionId: string, path: string, body: unknown) {
    const { status } = await post(path, body);
    setRefusedAction(status === 401);
    if (status === 200) setEndings((known) => [...known, { sessionId, at: Date.now() }]);
    await look();
  }

  async function act(action: "open" | "close") {
    const { status } = await post(SECOND, { action });
    setRefusedAction(status === 401);
    await look();
  }

  const endingOf = (id: string | undefined) => endings.find(({ sessionId }) => sessionId === id);
  const secondId = second && "id" in second ? second.id : undefined;

  return (
    <>
      <div className="grid gap-4 md:grid-cols-2">
        <This me={me} current={sessions?.current} ending={endingOf(sessions?.current.id)} />
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
      {me?.state === "in" && refusedAction && (
        <Notice title="Refused, although this browser is still in" live>
          What changes something asks the database first, and there your session has ended.
        </Notice>
      )}
      {me?.state !== "out" && (
        <Panel title="Your sessions">
          <SessionList
            noticesWithin={noticesWithin}
            sessions={sessions}
            secondId={secondId}
            onEnd={(id) => end(id, SESSIONS, { end: id })}
          />
        </Panel>
      )}
    </>
  );
}
