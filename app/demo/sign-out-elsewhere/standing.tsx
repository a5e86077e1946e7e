import { Time } from "@/components/time";
import { Badge } from "@/components/ui/badge";
import { inWords } from "@/lib/duration";
import { Countdown } from "../shared/countdown";
import { useNow } from "../shared/use-now";
import type { Answered } from "./answers";

interface StandingProps extends Pick<Answered, "expires" | "accessExpires" | "ended" | "latest"> {
  endedAt: number | null;
}

/** "In", and for how long; or "still in", although it was ended, and for how long. */
export function Standing({ expires, accessExpires, ended, endedAt, latest }: StandingProps) {
  const now = useNow(ended);
  if (!ended)
    return (
      <>
        <Badge>in</Badge>
        <p className="mt-2 text-sm text-mute">
          Expires in <Countdown to={expires} />
        </p>
        {accessExpires !== undefined && (
          <p className="text-sm text-mute">
            Next access token in <Countdown to={accessExpires} />
          </p>
        )}
      </>
    );
  return (
    <>
      <p className="text-sm">
        <Badge tone="bad">still in</Badge>{" "}
        {endedAt && (
          <span aria-live="off">{inWords((now - endedAt) / 1000)} after it was ended</span>
        )}
      </p>
      <p className="mt-2 text-sm text-bad-text">
        <Countdown to={accessExpires ?? expires} /> to go
      </p>
      <p className="mt-2 text-sm text-mute">
        {accessExpires === undefined ? (
          <>
            Whoever goes on using the copy renews it, until <Time at={latest} />.
          </>
        ) : (
          "Until then its access token is taken at its word. It gets no other: its row is gone."
        )}
      </p>
    </>
  );
}
