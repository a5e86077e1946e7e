import type { ReactNode } from "react";
import { Code } from "@/components/ui/code";
import { DataItem, DataList } from "@/components/ui/data-list";
import { Notice } from "@/components/ui/notice";
import { count, formatNumber } from "../shared/format";
import { COOKIE_LIMIT } from "./recipe";
import { cameBack, type Limits, type Trial } from "./trial";

/** What one trial has shown. */
export function Verdict(trial: Trial) {
  const { recipe, made, echo } = trial;
  return (
    <>
      <DataList>
        <DataItem name="sealed">
          {count(recipe.count, "claim")}, {formatNumber(made.sealed)} characters
        </DataItem>
        <DataItem name="set">
          {count(made.cookies.length, "cookie")} of {made.cookies.map(formatNumber).join(", ")}{" "}
          bytes
        </DataItem>
        <DataItem name="came back">
          {echo
            ? `${count(echo.cookies, "cookie")}, in a Cookie header of ${formatNumber(echo.cookieHeader)} bytes`
            : "nothing: the request was refused"}
        </DataItem>
        <DataItem name="opened">{cameBack(trial) ? "yes, with every claim" : "no"}</DataItem>
      </DataList>
      {cameBack(trial) ? null : (
        <Notice tone="bad" title="This session would be lost">
          {whyLost(trial)}
        </Notice>
      )}
    </>
  );
}

function whyLost({ status, made }: Trial): ReactNode {
  if (status === 431)
    return (
      <>
        The server answered <Code>431 Request Header Fields Too Large</Code> before the app was
        asked. With a session cookie it would be every page, the sign-out page too, until the
        visitor deletes the cookies by hand. Here only this lab's path is hit.
      </>
    );
  if (status === 0) return "The server closed the connection without an answer.";
  if (status !== 200) return <>The server, or a proxy in front of it, answered {status}.</>;
  const longest = Math.max(...made.cookies);
  return longest > COOKIE_LIMIT
    ? `The browser dropped a cookie of ${formatNumber(longest)} bytes, more than ${formatNumber(COOKIE_LIMIT)}, without a word. The next request came without it, like one of a guest.`
    : "What came back could not be opened.";
}

/** What the search has found. */
export function LimitsFound({ split, breaks }: Limits) {
  return (
    <Notice tone="strategy" title="Measured here, now">
      <ul className="list-disc pl-5">
        {split && (
          <li>
            {count(split.recipe.count, "claim")} are the first that take more than one cookie (
            {formatNumber(split.made.sealed)} characters).
          </li>
        )}
        <li>
          {breaks
            ? `${count(breaks.recipe.count, "claim")} are the first that do not come back (${formatNumber(breaks.made.sealed)} characters): ${breaks.status === 200 ? "the browser dropped the cookie" : `status ${breaks.status}`}.`
            : "Nothing broke, up to the most that this page can make."}
        </li>
      </ul>
    </Notice>
  );
}
