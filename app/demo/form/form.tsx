"use client";

import { type ChangeEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/use-form-action";
import { useHydrated } from "../shared/use-hydrated";
import { sendReport } from "./actions";

/** Bytes. Server actions take 1 MB, unless next.config.ts says otherwise. */
const LARGEST = 900_000;

const control = "min-h-10 w-full rounded-lg border border-edge bg-panel px-3 py-2";

interface ReportFormProps {
  /** Whether the server has a record that it can end, or only the cookie can go. */
  canRevoke: boolean;
}

export function ReportForm({ canRevoke }: ReportFormProps) {
  const [result, action] = useFormAction(sendReport);
  const [ended, setEnded] = useState<boolean>();
  const hydrated = useHydrated();

  /** What the button in the header of another tab sends: this page is not told. */
  async function endSession() {
    const answer = await fetch("/sign-out", { method: "POST" }).catch(() => null);
    setEnded(answer?.ok === true && new URL(answer.url).pathname === "/");
  }

  return (
    <Form action={action} result={result}>
      <Field name="title" label="Title" required />
      <label className="grid gap-1.5 text-sm font-medium">
        What happened
        <textarea name="story" rows={5} required className={`${control} font-normal`} />
      </label>
      <label className="grid gap-1.5 text-sm font-medium">
        Kind
        <select name="kind" className={`${control} font-normal`}>
          <option value="incident">Incident</option>
          <option value="expense">Expense</option>
          <option value="idea">Idea</option>
        </select>
      </label>
      <label className="flex items-center gap-2.5 text-sm">
        <input type="checkbox" name="urgent" className="size-4 accent-ink" />
        It is urgent
      </label>
      <label className="grid gap-1.5 text-sm font-medium">
        A file, if you like, of {LARGEST / 1000} KB at most
        <input type="file" name="file" onChange={checkSize} className={`${control} font-normal`} />
      </label>
      <div className="flex flex-wrap items-center gap-3">
        <Button onClick={endSession} disabled={!hydrated}>
          End my session now
        </Button>
        <SubmitButton variant="primary" pendingText="Sending …">
          Send
        </SubmitButton>
        <p role="status" className="text-[0.8125rem] text-mute">
          {ended === undefined ? "" : whatEnded(ended, canRevoke)}
        </p>
      </div>
    </Form>
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
