"use client";

import { Cookie, Server } from "lucide-react";
import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Code } from "@/components/ui/code";
import { useHydrated } from "@/components/use-hydrated";
import { COOKIE_LIMIT } from "../shared/cookie-bytes";
import { count, formatNumber } from "../shared/format";
import { YOU } from "../shared/lab-log";
import { useMeasured } from "../shared/measured";
import { Select } from "../shared/select";
import { Slider } from "../shared/slider";
import { Facts, Pane, Result, Stage } from "../shared/stage";
import type { Entry } from "../shared/use-lab";
import { Drawing } from "./drawing";
import { ECHO_PATH, type Kind, kinds, MAX_CLAIMS } from "./recipe";
import {
  cameBack,
  cleanUp,
  findLimits,
  type Limits,
  type Recipe,
  type Trial,
  tryOut,
} from "./trial";

/** Milliseconds that the slider must rest before the cookies are set. */
const REST = 250;

/** `reference`: how large the cookie of the database strategy is. */
export function Experiment({ strategy, reference }: { strategy: string; reference: number }) {
  const hydrated = useHydrated();
  const [recipe, setRecipe] = useState<Recipe>({ kind: "permissions", count: 0, split: true });
  const [trial, setTrial] = useState<Trial | null>(null);
  const [entries, setEntries] = useState<Entry[]>([]);
  const [limits, setLimits] = useState<Limits | null>(null);
  const [phase, setPhase] = useState<"idle" | "searching" | "refused">("idle");
  const waiting = useRef<NodeJS.Timeout>(undefined);
  const wanted = useRef(recipe);
  const running = useRef(Promise.resolve());
  const breaks = limits?.breaks;
  useMeasured(
    "cookie-size",
    strategy,
    breaks ? `${breaks.recipe.count} ${kinds[breaks.recipe.kind].label} break it` : null,
  );

  function show(made: Trial) {
    setTrial(made);
    const { recipe, status, took, at } = made;
    const what = `${count(recipe.count, "claim")} in ${count(made.made.cookies.length, "cookie")}`;
    const entry = { times: 1, after: null, at, ms: took };
    setEntries((before) => [
      ...before.slice(-40),
      { ...entry, who: YOU, what, ms: 0 },
      {
        ...entry,
        who: "Your browser",
        what: `GET ${ECHO_PATH}`,
        status: status || undefined,
        after: took,
      },
    ]);
  }

  /** Sets new cookies once the slider rests. */
  function change(next: Recipe) {
    setLimits(null);
    setRecipe(next);
    wanted.current = next;
    clearTimeout(waiting.current);
    waiting.current = setTimeout(() => {
      // Waits for the previous trial, because its cookies would mix with these.
      running.current = running.current.then(async () => {
        if (wanted.current !== next) return;
        const made = await tryOut(next);
        if (wanted.current !== next) return;
        if (made) show(made);
        setPhase(made ? "idle" : "refused");
      });
    }, REST);
  }

  function reset() {
    clearTimeout(waiting.current);
    wanted.current = { ...recipe, count: 0 };
    setRecipe(wanted.current);
    setTrial(null);
    setLimits(null);
    running.current = running.current.then(cleanUp);
  }

  // Navigation within the app ends the effect. Leaving the site triggers only `pagehide`.
  const onLeave = useEffectEvent(() => {
    reset();
    void cleanUp();
  });
  useEffect(() => {
    const leave = () => onLeave();
    window.addEventListener("pagehide", leave);
    return () => {
      window.removeEventListener("pagehide", leave);
      void running.current.then(cleanUp);
    };
  }, []);

  async function search() {
    if (phase === "searching") return;
    clearTimeout(waiting.current);
    setPhase("searching");
    const found = await findLimits({ kind: recipe.kind, split: recipe.split }, show);
    const last = found?.breaks ?? found?.split;
    // The chart keeps showing the result. The cookies are deleted.
    if (last) setTrial(last);
    if (last) setRecipe(last.recipe);
    setLimits(found);
    setPhase(found ? "idle" : "refused");
    await cleanUp();
  }

  const off = !hydrated || phase === "searching";
  return (
    <Stage
      lab={{ entries, failed: phase === "refused" ? 401 : null }}
      actions={
        <>
          <Button
            variant="primary"
            onClick={search}
            disabled={!hydrated}
            aria-disabled={phase === "searching" || undefined}
          >
            {phase === "searching"
              ? `Trying ${trial?.recipe.count ?? 0} claims`
              : "Find where it breaks"}
          </Button>
          <Button onClick={reset}>Delete the lab cookies</Button>
          {limits ? <Found {...limits} /> : null}
        </>
      }
    >
      <Pane icon={Cookie} title="The cookies">
        <fieldset disabled={off} className="mb-4 grid gap-4 sm:grid-cols-[1fr_11rem]">
          <legend className="sr-only">What to put into the cookie</legend>
          <div className="grid content-start gap-2 text-sm font-medium">
            <span className="flex justify-between">
              Claims to add
              <output className="tabular-nums">{formatNumber(recipe.count)}</output>
            </span>
            <Slider
              names={["Claims to add"]}
              values={[recipe.count]}
              min={0}
              max={MAX_CLAIMS}
              show={(value) => count(value, "claim")}
              onChange={([value = 0]) => !off && change({ ...recipe, count: value })}
            />
          </div>
          <Select
            label="Kind of claim"
            value={recipe.kind}
            options={kindOptions}
            onChange={(kind) => change({ ...recipe, kind })}
          />
          <label className="flex items-center gap-2 text-sm sm:col-span-2">
            <input
              type="checkbox"
              checked={recipe.split}
              onChange={(event) => change({ ...recipe, split: event.target.checked })}
              className="size-4 accent-foreground"
            />
            Split it into cookies of 4,096 bytes, as Auth.js does
          </label>
        </fieldset>
        <Drawing
          cookies={trial?.made.cookies ?? []}
          broken={trial !== null && !cameBack(trial)}
          reference={reference}
          found={limits ? marksOf(limits) : []}
        />
        <p className="text-xs text-muted-foreground">
          Dashed lines: the limit of a browser for one cookie, and the limit of Node.js for all
          headers of a request.
        </p>
      </Pane>
      <Pane icon={Server} title="What came back">
        {trial ? (
          <Outcome {...trial} />
        ) : (
          <Result note="Each change sets new cookies, and sends a request with them.">–</Result>
        )}
      </Pane>
    </Stage>
  );
}

const kindOptions = Object.entries(kinds).map(
  ([kind, { label }]) => [kind as Kind, label] as const,
);

const total = ({ made }: Trial) => made.cookies.reduce((sum, size) => sum + size, 0);

const marksOf = ({ split, breaks }: Limits) => [
  ...(split ? [[total(split), `${split.recipe.count} claims`] as const] : []),
  ...(breaks ? [[total(breaks), `${breaks.recipe.count} claims`] as const] : []),
];

/** The result of one trial. */
function Outcome(trial: Trial) {
  const { recipe, made, echo } = trial;
  const fine = cameBack(trial);
  return (
    <>
      <Result
        tone={fine ? "neutral" : "bad"}
        note={fine ? "Every claim came back." : whyLost(trial)}
      >
        {fine ? `${formatNumber(total(trial))} bytes` : "this session would not work"}
      </Result>
      <Facts
        of={{
          encrypted: `${count(recipe.count, "claim")}, ${formatNumber(made.sealed)} characters`,
          set: `${count(made.cookies.length, "cookie")} of ${made.cookies.map(formatNumber).join(", ")} bytes`,
          "came back": echo
            ? `${count(echo.cookies, "cookie")}, in a Cookie header of ${formatNumber(echo.cookieHeader)} bytes`
            : "nothing: the request was refused",
          decrypted: fine ? "yes, with every claim" : "no",
        }}
      />
    </>
  );
}

function whyLost({ status, made }: Trial): ReactNode {
  if (status === 431)
    return (
      <>
        The server answered <Code>431 Request Header Fields Too Large</Code> before the request
        reached the app. With a session cookie, every page would fail, including the sign-out page,
        until the user deletes the cookies by hand. Here only one path of the lab fails.
      </>
    );
  if (status === 0) return "The server closed the connection without an answer.";
  if (status !== 200) return <>The server, or a proxy in front of it, answered {status}.</>;
  const longest = Math.max(...made.cookies);
  return longest > COOKIE_LIMIT
    ? `The browser dropped a cookie of ${formatNumber(longest)} bytes without an error, because the limit is ${formatNumber(COOKIE_LIMIT)}. The next request was sent without it, like the request of a guest.`
    : "The server could not decrypt what came back.";
}

/** The result of the search. */
function Found({ split, breaks }: Limits) {
  return (
    <ul
      aria-label="Measured here, now"
      aria-live="polite"
      className="w-full list-disc pl-5 text-sm"
    >
      {split && (
        <li>
          {count(split.recipe.count, "claim")} are the fewest that need more than one cookie (
          {formatNumber(split.made.sealed)} characters).
        </li>
      )}
      <li>
        {breaks
          ? `${count(breaks.recipe.count, "claim")} are the fewest that do not come back (${formatNumber(breaks.made.sealed)} characters): ${breaks.status === 200 ? "the browser dropped the cookie" : `status ${breaks.status}`}.`
          : "Nothing broke, up to the largest size that this page can create."}
      </li>
    </ul>
  );
}
