"use client";

import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { Code } from "@/components/ui/code";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { useHydrated } from "../shared/use-hydrated";
import { Contents } from "./contents";
import { Sending } from "./sending";
import { getKids, getToken } from "./token";

interface ExperimentProps {
  /** The service that the token is for, and another one. */
  audience: string;
  other: string | undefined;
}

interface Held {
  token: string;
  /** Of the keys that were published when it was made. */
  kids: string[];
}

export function Experiment({ audience, other }: ExperimentProps) {
  const hydrated = useHydrated();
  const [held, setHeld] = useState<Held | null>(null);
  const [refusal, setRefusal] = useState<ReactNode>(null);

  async function get() {
    const { status, body } = await getToken(audience);
    if (!body?.token) return setRefusal(body?.message ?? whyNot(status));
    const kids = await getKids();
    setRefusal(null);
    setHeld({ token: body.token, kids });
  }

  return (
    <Panel
      title="Try it"
      lead={
        <>
          <Code>POST /api/token</Code> with the audience <Code>{audience}</Code>.
        </>
      }
    >
      <div className="grid gap-6">
        <div>
          <Button variant={held ? "secondary" : "primary"} onClick={get} disabled={!hydrated}>
            {held ? "Get another token" : "Get a token"}
          </Button>
        </div>
        {refusal && (
          <Notice title="No token" live>
            {refusal}
          </Notice>
        )}
        {held && (
          <>
            <Contents key={`contents of ${held.token}`} {...held} />
            <Sending key={held.token} token={held.token} audience={audience} other={other} />
          </>
        )}
      </div>
    </Panel>
  );
}

function whyNot(status: number): string {
  if (status === 401) return "You are signed out. Sign in again to go on.";
  if (status === 503) return "It could not be checked who you are. Try again in a moment.";
  return `The app answered ${status}.`;
}
