"use client";

import { ChevronDown, FilePen, LogOut } from "lucide-react";
import { type ChangeEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/use-form-action";
import { useHydrated } from "@/components/use-hydrated";
import { useMeasured } from "../shared/measured";
import { Pane, Result, Stage, Verdict } from "../shared/stage";
import { sendReport } from "./actions";

/** Bytes. Server actions accept 1 MB by default. */
const LARGEST = 900_000;

const control = "min-h-10 w-full rounded-lg border border-input bg-card px-3 py-2 font-normal";

interface ReportFormProps {
  strategy: string;
  /** Whether the server can end the session. Otherwise only the cookie is deleted. */
  canRevoke: boolean;
}

export function ReportForm({ strategy, canRevoke }: ReportFormProps) {
  const [result, action] = useFormAction(sendReport);
  const [ended, setEnded] = useState<boolean>();
  const hydrated = useHydrated();
  const arrived = result.status === "done";
  useMeasured("form", strategy, arrived && ended ? "everything arrived after a new sign-in" : null);

  /** Sends the same request as the sign-out button of another tab. This page is not notified. */
  async function endSession() {
    const answer = await fetch("/sign-out", { method: "POST" }).catch(() => null);
    setEnded(answer?.ok === true && new URL(answer.url).pathname === "/");
  }

  return (
    <Stage>
      <Pane icon={FilePen} title="A report">
        <Form action={action} result={result}>
          <Field name="title" label="Title" required />
          <label className="grid gap-1.5 text-sm font-medium">
            What happened
            <textarea name="story" rows={5} required className={control} />
          </label>
          <label className="grid gap-1.5 text-sm font-medium">
            Kind
            <span className="relative grid">
              <select name="kind" className={`${control} appearance-none pr-10`}>
                <option value="incident">Incident</option>
                <option value="expense">Expense</option>
                <option value="idea">Idea</option>
              </select>
              <ChevronDown
                aria-hidden
                className="pointer-events-none absolute top-3 right-3 size-4 text-muted-foreground"
              />
            </span>
          </label>
          <label className="flex items-center gap-2.5 text-sm">
            <input type="checkbox" name="urgent" className="size-4 accent-foreground" />
            It is urgent
          </label>
          <label className="grid gap-1.5 text-sm font-medium">
            A file (optional), {LARGEST / 1000} KB at most
            <input
              type="file"
              name="file"
              onChange={checkSize}
              className={`${control} file:mr-3 file:rounded-md file:border file:border-border file:bg-muted file:px-2.5 file:font-medium`}
            />
          </label>
          <div>
            <SubmitButton variant="primary" pendingText="Sending …">
              Send
            </SubmitButton>
          </div>
        </Form>
      </Pane>
      <Pane
        icon={LogOut}
        title="Your session"
        aside={
          ended && !arrived ? (
            <Verdict is="out">ended</Verdict>
          ) : (
            <Verdict is="in">signed in</Verdict>
          )
        }
      >
        <div>
          <Result
            tone={arrived ? "ok" : "neutral"}
            note={
              arrived
                ? "The answer in the form lists all fields. Nothing is stored."
                : ended === undefined
                  ? "Fill in the form, end your session here, and send the form."
                  : whatEnded(ended, canRevoke)
            }
          >
            {arrived ? "everything arrived" : ended ? "ended" : "–"}
          </Result>
        </div>
        <div className="mt-4">
          <Button onClick={endSession} disabled={!hydrated}>
            End my session now
          </Button>
        </div>
      </Pane>
    </Stage>
  );
}

function checkSize({ target }: ChangeEvent<HTMLInputElement>) {
  const tooLarge = (target.files?.[0]?.size ?? 0) > LARGEST;
  target.setCustomValidity(tooLarge ? "Choose a smaller file." : "");
  target.reportValidity();
}

function whatEnded(ended: boolean, canRevoke: boolean): string {
  if (!ended) return "The session could not be ended. Try again in a moment.";
  return canRevoke
    ? "You are signed out, as if in another tab: the server has ended the session. Now send the form."
    : "You are signed out, as if in another tab: the cookie is deleted. Now send the form.";
}
