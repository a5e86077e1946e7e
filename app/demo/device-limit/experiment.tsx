"use client";

import { useRef, useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import { ask, post } from "../shared/ask";
import { usePoll } from "../shared/use-poll";
import type { BrowserState, DeviceLimitAnswer } from "./answers";

const LAB = "/demo/api/device-limit";

const words: Record<BrowserState, { tone: "neutral" | "bad" | "ok"; badge: string; says: string }> =
  {
    in: { tone: "neutral", badge: "in", says: "Its requests are answered." },
    ended: {
      tone: "bad",
      badge: "still in",
      says: "Its row is gone. Its access token is good for some seconds yet.",
    },
    out: { tone: "ok", badge: "out", says: "Its requests are refused." },
  };

export function Experiment({ canRevoke }: { canRevoke: boolean }) {
  const [answer, setAnswer] = useState<DeviceLimitAnswer | null>(null);
  const outcome = useRef<HTMLParagraphElement>(null);

  async function look() {
    const { body } = await ask<DeviceLimitAnswer>(LAB);
    if (body && "browsers" in body) setAnswer(body);
  }
  usePoll(look);

  async function act(action: "open" | "start over") {
    outcome.current?.focus();
    await post(LAB, { action });
    await look();
  }

  const browsers = answer?.browsers ?? [];
  const signedIn = browsers.filter((state) => state === "in").length;
  return (
    <Panel
      title="Open one browser after the other"
      lead="Each is a session of its own, made by the code that signs you in, with a limit of two. They belong to a throw-away user that nobody can sign in as, so your own sessions stay as they are."
    >
      <div className="grid gap-4">
        <div className="flex flex-wrap gap-3">
          <Button
            variant="primary"
            disabled={answer === null || browsers.length >= answer.most}
            onClick={() => act("open")}
          >
            Open browser {Math.min(browsers.length + 1, answer?.most ?? 1)}
          </Button>
          <Button disabled={browsers.length === 0} onClick={() => act("start over")}>
            Start over
          </Button>
        </div>
        <p ref={outcome} tabIndex={-1} aria-live="polite" className="text-sm outline-none">
          {answer ? summary(answer, signedIn, canRevoke) : "Asking…"}
        </p>
        <ol aria-label="Browsers" className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
          {browsers.map((state, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: they never change places
            <li key={index} className="rounded-lg border border-line bg-sunken p-4 text-sm">
              <p className="mb-1 flex items-center justify-between gap-2 font-medium">
                Browser {index + 1} <Badge tone={words[state].tone}>{words[state].badge}</Badge>
              </p>
              <p className="text-mute">{words[state].says}</p>
            </li>
          ))}
        </ol>
      </div>
    </Panel>
  );
}

function summary({ limit, browsers }: DeviceLimitAnswer, signedIn: number, canRevoke: boolean) {
  if (browsers.length === 0) return "None is open.";
  if (canRevoke) return `${signedIn} signed in, of ${limit} at most.`;
  return `${signedIn} signed in. The limit is ${limit}, and nothing counts them.`;
}
