import { Badge } from "@/components/ui/badge";
import { inWords } from "@/lib/duration";
import type { Ending } from "./experiment";

/** "Out", and how long it took. */
export function Refused({ ending }: { ending: Ending | undefined }) {
  return (
    <p className="text-sm">
      <Badge tone="ok">out</Badge>{" "}
      {ending?.refusedAt
        ? `The first request was refused ${took(ending.refusedAt - ending.at)} after it was ended.`
        : "Its requests are refused."}
    </p>
  );
}

const took = (ms: number) => (ms < 1000 ? `${ms} ms` : inWords(ms / 1000));
