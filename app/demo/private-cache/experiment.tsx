"use client";

import { AppWindow, Server } from "lucide-react";
import { usePathname, useRouter } from "next/navigation";
import { createContext, type ReactNode, useState } from "react";
import { Button, ButtonLink } from "@/components/ui/button";
import type { ServerSays } from "../api/private-cache/route";
import { Pane, Result, Stage, Verdict } from "../shared/stage";
import { useLab } from "../shared/use-lab";

const PATH = "/demo/private-cache";

/** Passed to the page that is open inside the experiment. */
export const Watched = createContext<{
  strategy: string;
  isIn?: boolean;
  signedOutAt: number | null;
  /** The server's clock minus that of this browser, ms. */
  skew: number;
}>({ strategy: "", signedOutAt: null, skew: 0 });

export function Experiment({ strategy, children }: { strategy: string; children: ReactNode }) {
  const lab = useLab<ServerSays>("/demo/api/private-cache");
  const { state, skew } = lab;
  const [signedOutAt, setSignedOutAt] = useState<number | null>(null);
  const router = useRouter();
  const path = usePathname();

  async function begin(action: "start" | "stop") {
    await lab.act(action);
    setSignedOutAt(null);
    // Clears what this browser has cached in earlier trials.
    router.replace(PATH);
    router.refresh();
  }
  async function signOut() {
    await lab.act("sign out");
    setSignedOutAt(Date.now());
  }

  return (
    <Stage
      lab={lab}
      actions={
        state ? (
          <>
            <ButtonLink href={`${PATH}/kept`} variant={state.isIn ? "primary" : "secondary"}>
              Open the cached page
            </ButtonLink>
            <ButtonLink href={`${PATH}/asked`}>Open the uncached page</ButtonLink>
            {state.isIn ? <Button onClick={signOut}>Sign out, in another tab</Button> : null}
            <Button onClick={() => begin("stop")}>Start over</Button>
          </>
        ) : (
          <Button variant="primary" disabled={state === undefined} onClick={() => begin("start")}>
            Sign in a throw-away user
          </Button>
        )
      }
    >
      <Pane
        icon={AppWindow}
        title="The page says"
        aside={
          <Verdict is={path === PATH ? "none" : "in"}>
            {path.endsWith("/kept")
              ? "cached"
              : path.endsWith("/asked")
                ? "not cached"
                : "no page is open"}
          </Verdict>
        }
      >
        <Watched value={{ strategy, isIn: state?.isIn, signedOutAt, skew }}>{children}</Watched>
      </Pane>
      <Pane icon={Server} title="The server says">
        <Result note={state ? "This page asks it each second." : "Nobody is signed in."}>
          {state ? (state.isIn ? "signed in" : "signed out") : "–"}
        </Result>
      </Pane>
    </Stage>
  );
}
