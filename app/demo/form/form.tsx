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

/** Bytes. Server actions take 1 MB, unless next.config.ts says otherwise. */
const LARGEST = 900_000;

const control = "min-h-10 w-full rounded-lg border border-input bg-card px-3 py-2 font-normal";

interface ReportFormProps {
  strategy: string;
  /** Whether the server has a record that it can end, or only the cookie can go. */
  canRevoke: boolean;
}

export function ReportForm({ strategy, canRevoke }: ReportFormProps) {
  const [result, action] = useFormAction(sendReport);
  const [ended, setEnded] = useState<boolean>();
  const hydrated = useHydrated();
  const arrived = result.status === "done";
  useMeasured("form", strategy, arrived && ended ? "ended, signed in again, all arrived" : null);

  /** What the button in the header of another tab sends: this page is not told. */
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
            A file, if you like, of {LARGEST / 1000} KB at most
            <input type="file" name="file" onChange={checkSize} className={control} />
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
                ? "The answer in the form lists it. Nothing is stored."
                : ended === undefined
                  ? "Fill in the form, end your session here, and send the form."
                  : whatEnded(ended, canRevoke)
            }
          >
            {arrived ? "all of it arrived" : ended ? "ended" : "–"}
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
  if (!ended) return "It could not be ended just now. Try again in a moment.";
  return canRevoke
    ? "Signed out, as in another tab: its row is deleted. Now send the form."
    : "Signed out, as in another tab: its cookie is deleted. Now send the form.";
}
