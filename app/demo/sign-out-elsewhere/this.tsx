import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import type { MeAnswer } from "../shared/ask-me";
import type { Answered } from "./answers";
import type { Ending } from "./experiment";
import { Refused } from "./refused";
import { Standing } from "./standing";

interface ThisProps {
  me: MeAnswer | null;
  current: Answered | undefined;
  ending: Ending | undefined;
}

export function This({ me, current, ending }: ThisProps) {
  return (
    <Panel title="This browser" lead="Asks /api/me once a second.">
      <div aria-live="polite">
        {me === null && <p className="text-sm text-mute">Asking…</p>}
        {me?.state === "unknown" && (
          <p className="text-sm">
            <Badge>not checked</Badge> The app gave no answer. That is no sign-out; it will be asked
            again.
          </p>
        )}
        {me?.state === "in" && current && <Standing {...current} endedAt={ending?.at} />}
        {me?.state === "out" && (
          <div className="grid justify-items-start gap-4">
            <Refused ending={ending} />
            <ButtonLink
              href={`/sign-in?${new URLSearchParams({ callbackUrl: "/demo/sign-out-elsewhere" })}`}
              variant="primary"
            >
              Sign in again
            </ButtonLink>
          </div>
        )}
      </div>
    </Panel>
  );
}
