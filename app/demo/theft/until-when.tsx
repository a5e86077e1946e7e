import "server-only";
import { Table } from "@/components/ui/table";
import { inWords } from "@/lib/duration";
import { sessionPolicy } from "@/lib/env";
import { assemble } from "@/lib/session/assemble";
import { strategies, strategyNames } from "@/lib/session/strategies";
import { StrategyName } from "../shared/running";

const { maxAge, absoluteMaxAge, idleTimeout, reuseGrace } = sessionPolicy;
const unused = inWords(Math.min(maxAge, idleTimeout ?? maxAge, absoluteMaxAge));
const atMost = inWords(absoluteMaxAge);

/** Said by what a strategy can do, so that it is true of each, with the limits of this app. */
export function UntilWhen() {
  return (
    <Table head={["strategy", "a thief who uses the copy", "you end the session", "you come back"]}>
      {strategyNames.map((name) => {
        const { endNoticedWithin, refresh } = assemble(strategies[name]);
        return (
          <tr key={name} className="align-top">
            <th scope="row">
              <StrategyName name={name} mark={false} />
            </th>
            <td>
              {refresh
                ? `stays in for ${atMost} at most, if you never come back`
                : `stays in for ${atMost} at most after you signed in; unused, the copy ends after ${unused}`}
            </td>
            <td>{outAfterEnd(endNoticedWithin)}</td>
            <td>
              {refresh
                ? `whoever refreshes second, ${inWords(reuseGrace)} after the first or later, ends the session for both; an access token lasts ${inWords(endNoticedWithin ?? 0)} more at most`
                : "changes nothing: nothing tells the two of you apart"}
            </td>
          </tr>
        );
      })}
    </Table>
  );
}

function outAfterEnd(within: number | null): string {
  if (within === null) return `cannot be done: it stays in for ${atMost} at most`;
  return within === 0
    ? "is out with the next request"
    : `is out when the access token ends, ${inWords(within)} later at most`;
}
