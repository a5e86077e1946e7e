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

/** Derived from what each strategy can do, with the limits of this app. */
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
                ? `has access for ${atMost} at most, if you never come back`
                : `has access for ${atMost} at most after your sign-in; an unused copy expires after ${unused}`}
            </td>
            <td>{outAfterEnd(endNoticedWithin)}</td>
            <td>
              {refresh
                ? `the second refresh ends the session for both, if it comes ${inWords(reuseGrace)} or more after the first; an access token works for ${inWords(endNoticedWithin ?? 0)} more at most`
                : "changes nothing: the server cannot distinguish you from the thief"}
            </td>
          </tr>
        );
      })}
    </Table>
  );
}

function outAfterEnd(within: number | null): string {
  if (within === null) return `not possible: the thief has access for ${atMost} at most`;
  return within === 0
    ? "the next request is refused"
    : `requests are refused when the access token expires, ${inWords(within)} later at most`;
}
