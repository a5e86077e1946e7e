import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import type { MeAnswer } from "../shared/ask-me";
import { formatCountdown } from "../shared/format";
import { useNow } from "../shared/use-now";
import type { Ending } from "./experiment";
import { Refused } from "./refused";

interface ThisProps {
  me: MeAnswer | null;
  expires: number | undefined;
  ending: Ending | undefined;
}

export function This({ me, expires, ending }: ThisProps) {
  const now = useNow(me?.state === "in");
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
        {me?.state === "in" && <Badge>in</Badge>}
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
      {me?.state === "in" && expires !== undefined && (
        <p className="mt-2 text-sm text-mute">
          Expires in <span className="tabular-nums">{formatCountdown(expires - now)}</span>
        </p>
      )}
    </Panel>
  );
}
