"use client";

import { type ReactNode, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import { ask, post } from "../shared/ask";
import { usePoll } from "../shared/use-poll";
import { type BrowserAnswer, names, type SceneAnswer } from "./answers";
import { Browser } from "./browser";
import { SessionList } from "./session-list";

/** When a session was ended, and when a request was first refused after it: clock of this browser, ms. */
export interface Ending {
  sessionId: string;
  at: number;
  refusedAt?: number;
}

const LAB = "/demo/api/sign-out-elsewhere";

interface ExperimentProps {
  /** Seconds until an ended session is out in this experiment; null where none can be ended. */
  noticesWithin: number | null;
  /** How long that is in the app itself, where it is another time. */
  inTheApp: ReactNode;
}

export function Experiment({ noticesWithin, inTheApp }: ExperimentProps) {
  const [scene, setScene] = useState<SceneAnswer | null>(null);
  const [endings, setEndings] = useState<Ending[]>([]);
  const state = useRef<HTMLParagraphElement>(null);

  const noteRefusals = (browsers: BrowserAnswer[]) =>
    setEndings((known) =>
      known.map((ending) =>
        browsers.some(({ state, id }) => state === "out" && id === ending.sessionId)
          ? { refusedAt: Date.now(), ...ending }
          : ending,
      ),
    );

  async function look() {
    const { body } = await ask<SceneAnswer>(LAB);
    if (!body || !("browsers" in body)) return;
    setScene(body);
    noteRefusals(body.browsers);
  }
  usePoll(look);

  async function act(action: "open" | "stop") {
    state.current?.focus();
    await post(LAB, { action });
    setEndings([]);
    await look();
  }

  /** Does something that ends a session, and looks right after. */
  async function end(action: "sign out" | "end", id: string) {
    const { status } = await post(LAB, { action, id });
    if (status === 200) setEndings((known) => [...known, { sessionId: id, at: Date.now() }]);
    await look();
  }

  const browsers = scene?.browsers ?? [];
  return (
    <>
      <Panel
        title="Somebody is signed in with two browsers"
        lead="A throw-away user, made for this page. The two sessions are real, made by the code that signs you in, and asked about once a second. Your own stay as they are."
      >
        <p ref={state} tabIndex={-1} aria-live="polite" className="mb-4 text-sm outline-none">
          {scene === null && "Asking…"}
          {scene !== null && (browsers.length > 0 ? "Both are open." : "Neither is open.")}{" "}
          {inTheApp}
        </p>
        <div className="flex flex-wrap gap-3">
          <Button
            variant={browsers.length > 0 ? "secondary" : "primary"}
            disabled={scene === null}
            onClick={() => act("open")}
          >
            {browsers.length > 0 ? "Start over" : "Open the two browsers"}
          </Button>
          {browsers.length > 0 && <Button onClick={() => act("stop")}>Close both</Button>}
        </div>
      </Panel>
      {browsers.length > 0 && (
        <>
          <div className="grid gap-4 md:grid-cols-2">
            {browsers.map((browser, n) => (
              <Browser
                key={browser.id}
                name={names[n] ?? ""}
                browser={browser}
                ending={endings.find(({ sessionId }) => sessionId === browser.id)}
                onSignOut={() => end("sign out", browser.id)}
              />
            ))}
          </div>
          <Panel title="Their sessions">
            <SessionList
              noticesWithin={noticesWithin}
              browsers={browsers}
              onEnd={(id) => end("end", id)}
            />
          </Panel>
        </>
      )}
    </>
  );
}
