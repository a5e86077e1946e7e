import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { inWords } from "@/lib/duration";
import { useNow } from "../shared/use-now";
import type { Watched } from "./lag";

interface LagProps extends Watched {
  children: ReactNode;
}

/** What the two roles say together; `children` is said while they differ. */
export function Lag({ app, database, differSince, arrived, children }: LagProps) {
  const now = useNow(differSince !== null);
  if (differSince !== null)
    return (
      <div className="text-sm">
        <p>
          <Badge tone="bad">still {app}</Badge> for{" "}
          <b className="font-semibold tabular-nums" aria-live="off">
            {inWords((now - differSince) / 1000)}
          </b>{" "}
          since the database says {database}.
        </p>
        <p className="mt-1 text-mute">{children}</p>
      </div>
    );
  if (arrived)
    return (
      <p className="text-sm">
        <Badge tone="ok">now {arrived.role}</Badge>{" "}
        {arrived.after === 0
          ? "The app knew at once: no look, one a second, found it with the old role."
          : `The app learned it ${inWords(arrived.after / 1000)} after the database.`}
      </p>
    );
  return (
    <p className="text-sm text-mute">They agree. Change the role, and see which one follows.</p>
  );
}
