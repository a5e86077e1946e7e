import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Code } from "@/components/ui/code";
import type { ServiceAnswer } from "./answers";
import { type Attempt, attemptsWith, send } from "./token";

interface SendingProps {
  token: string;
  audience: string;
  other: string | undefined;
}

/** Each way to send it, with what the service said to it. */
export function Sending({ token, audience, other }: SendingProps) {
  const [answers, setAnswers] = useState<Record<string, ServiceAnswer | null>>({});
  const answered = Object.values(answers).findLast((answer) => answer !== null);

  async function run(attempt: Attempt) {
    const answer = await send(attempt, token);
    setAnswers(({ [attempt.name]: _before, ...others }) => ({ ...others, [attempt.name]: answer }));
  }

  return (
    <section aria-label="Send it" className="grid gap-3 border-t border-line pt-5">
      <h3 className="text-sm font-semibold">Send it to the service</h3>
      <ul className="grid gap-3" aria-live="polite">
        {attemptsWith(other).map((attempt) => (
          <li
            key={attempt.name}
            className="grid items-center gap-x-5 gap-y-1 sm:grid-cols-[18rem_1fr]"
          >
            <Button onClick={() => run(attempt)}>{attempt.name}</Button>
            <p className="min-w-0 text-sm wrap-anywhere">
              {attempt.name in answers && <Verdict answer={answers[attempt.name] ?? null} />}
            </p>
          </li>
        ))}
      </ul>
      {answered && (
        <p className="max-w-prose text-sm text-mute">
          {answered.by ? (
            <>
              Answered by the service at <Code>{answered.by}</Code>.
            </>
          ) : (
            <>
              No service answers at <Code>{audience}</Code>, so the lab does what it would do: it
              fetches the public keys and verifies with them, and knows nothing else of this app.
            </>
          )}
        </p>
      )}
    </section>
  );
}

function Verdict({ answer }: { answer: ServiceAnswer | null }) {
  if (!answer) return "It could not be sent.";
  if (answer.status === 200)
    return (
      <>
        <Badge tone="ok">200 accepted</Badge> as <Code>{answer.user}</Code>
      </>
    );
  return (
    <>
      <Badge>
        {answer.status} {answer.status === 401 ? "refused" : "not checked"}
      </Badge>{" "}
      {answer.reason}
    </>
  );
}
