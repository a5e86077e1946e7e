"use client";

import { FileKey, Server } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { Code } from "@/components/ui/code";
import { useHydrated } from "@/components/use-hydrated";
import { count, formatCountdown } from "../shared/format";
import { YOU } from "../shared/lab-log";
import { useMeasured } from "../shared/measured";
import { Facts, Pane, Result, Stage, Verdict } from "../shared/stage";
import type { Entry } from "../shared/use-lab";
import { useNow } from "../shared/use-now";
import type { ServiceAnswer } from "./answers";
import { type Attempt, attemptsWith, decode, getKids, getToken, send } from "./token";

interface ExperimentProps {
  strategy: string;
  /** The service that the token is for, and another one. */
  audience: string;
  other: string | undefined;
}

interface Held {
  token: string;
  /** Ids of the keys that were published when the token was issued. */
  kids: string[];
}

type Answers = Record<string, ServiceAnswer | null>;

export function Experiment({ strategy, audience, other }: ExperimentProps) {
  const hydrated = useHydrated();
  const [held, setHeld] = useState<Held | null>(null);
  const [refusal, setRefusal] = useState("");
  const [answers, setAnswers] = useState<Answers>({});
  const [entries, setEntries] = useState<Entry[]>([]);
  const attempts = attemptsWith(other);
  const all = Object.values(answers);
  const refused = all.filter((answer) => answer?.status === 401).length;
  useMeasured(
    "service-token",
    strategy,
    all.length === attempts.length
      ? `1 accepted, ${refused} of ${all.length - 1} invalid tokens refused`
      : null,
  );

  /** Runs `work` and adds a line with its result to the log. */
  async function noted<T>(what: string, work: () => Promise<T>, statusOf: (got: T) => number) {
    const [at, start] = [Date.now(), performance.now()];
    const got = await work();
    const ms = performance.now() - start;
    const line = {
      who: YOU,
      what,
      at,
      ms,
      times: 1,
      after: null,
      status: statusOf(got) || undefined,
    };
    setEntries((before) => [...before.slice(-40), line]);
    return got;
  }

  async function get() {
    const ask = () => getToken(audience);
    const { status, body } = await noted("POST /api/token", ask, ({ status }) => status);
    setRefusal(body?.token ? "" : (body?.message ?? whyNot(status)));
    if (!body?.token) return;
    setAnswers({});
    setHeld({ token: body.token, kids: await getKids() });
  }

  async function run(attempt: Attempt, token: string) {
    const work = () => send(attempt, token);
    const answer = await noted(attempt.name, work, (got) => got?.status ?? 0);
    setAnswers(({ [attempt.name]: _before, ...others }) => ({ ...others, [attempt.name]: answer }));
  }

  return (
    <Stage
      lab={{ entries, failed: null }}
      actions={
        <>
          <Button variant={held ? "secondary" : "primary"} onClick={get} disabled={!hydrated}>
            {held ? "Get another token" : "Get a token"}
          </Button>
          <p role="status" className="text-sm text-muted-foreground">
            {refusal ? <Verdict is="refused">{refusal}</Verdict> : null}
          </p>
        </>
      }
    >
      <Pane icon={FileKey} title="The token" aside={held ? <Left {...held} /> : null}>
        {held ? (
          <Contents key={held.token} {...held} />
        ) : (
          <Result
            note={
              <>
                Signed for one service: <Code>{audience}</Code>.
              </>
            }
          >
            –
          </Result>
        )}
      </Pane>
      <Pane icon={Server} title="The service">
        {held ? (
          <Sending
            attempts={attempts}
            answers={answers}
            audience={audience}
            onSend={(attempt) => run(attempt, held.token)}
          />
        ) : (
          <Result note="It knows only the public keys of the app.">–</Result>
        )}
      </Pane>
    </Stage>
  );
}

function whyNot(status: number): string {
  if (status === 401) return "You are signed out. Sign in again to go on.";
  if (status === 503) return "Your session could not be checked. Try again in a moment.";
  return `The app answered ${status}.`;
}

/** The content of a token, which anyone can read. */
function Contents({ token, kids }: Held) {
  const { header, claims } = decode(token);
  return (
    <>
      <Result
        note={
          <>
            The token is signed, not encrypted. Anyone who sees it can read it, so it contains
            little. Its key is {kids.includes(String(header.kid)) ? "" : "not "}among the published
            ones: <Code>/.well-known/jwks.json</Code> has {count(kids.length, "public key")}.
          </>
        }
      >
        {count(token.length, "character")}
      </Result>
      {(
        [
          ["Its header", header],
          ["Its claims", claims],
        ] as const
      ).map(([title, of]) => (
        <section key={title} aria-label={title} className="mt-4">
          <h3 className="mb-1 text-sm font-semibold">{title}</h3>
          <Facts of={readable(of)} />
        </section>
      ))}
    </>
  );
}

const readable = (of: Record<string, unknown>): Record<string, ReactNode> =>
  Object.fromEntries(
    Object.entries(of).map(([name, value]) => [
      `${name}, ${meanings[name] ?? ""}`,
      name === "iat" || name === "exp"
        ? new Date(Number(value) * 1000).toLocaleTimeString("en-GB")
        : String(value),
    ]),
  );

const meanings: Record<string, string> = {
  alg: "signature algorithm",
  typ: "an access token",
  kid: "id of the key",
  iss: "who issued it",
  client_id: "who uses it",
  sub: "your id",
  aud: "who may accept it",
  iat: "issued",
  exp: "expires",
  jti: "id of the token",
};

function Left({ token }: Held) {
  const left = Number(decode(token).claims.exp) * 1000 - useNow(true);
  return left > 0 ? (
    <Verdict is="in">{formatCountdown(left)} left</Verdict>
  ) : (
    <Verdict is="none">expired: send it and see</Verdict>
  );
}

interface SendingProps {
  attempts: Attempt[];
  answers: Answers;
  audience: string;
  onSend: (attempt: Attempt) => void;
}

/** Each way to send the token, with the answer of the service. */
function Sending({ attempts, answers, audience, onSend }: SendingProps) {
  const answered = Object.values(answers).findLast((answer) => answer !== null);
  return (
    <>
      <ul className="grid gap-4" aria-live="polite">
        {attempts.map((attempt) => (
          <li key={attempt.name} className="grid justify-items-start gap-1.5">
            <Button size="small" onClick={() => onSend(attempt)}>
              {attempt.name}
            </Button>
            <p className="min-h-5 min-w-0 text-sm wrap-anywhere">
              {attempt.name in answers && <Said answer={answers[attempt.name] ?? null} />}
            </p>
          </li>
        ))}
      </ul>
      {answered ? (
        <p className="mt-4 text-sm text-pretty text-muted-foreground">
          {answered.by ? (
            <>
              Answered by the service at <Code>{answered.by}</Code>.
            </>
          ) : (
            <>
              No service answers at <Code>{audience}</Code>, so the lab acts as the service: it
              fetches the public keys, verifies the token with them, and knows nothing else about
              this app.
            </>
          )}
        </p>
      ) : null}
    </>
  );
}

function Said({ answer }: { answer: ServiceAnswer | null }) {
  if (!answer) return "The token could not be sent.";
  if (answer.status === 200)
    return (
      <>
        <Verdict is="in">200 accepted</Verdict> as <Code>{answer.user}</Code>
      </>
    );
  return (
    <>
      <Verdict is={answer.status === 401 ? "out" : "none"}>
        {`${answer.status} ${answer.status === 401 ? "refused" : "not checked"}`}
      </Verdict>{" "}
      {answer.reason}
    </>
  );
}
