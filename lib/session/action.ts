// Every form of the app goes through formAction: who may, then what was sent, then the work.
import "server-only";
import type { z } from "zod";
import { findStoreUnavailable } from "../errors";

/** What a form gets back. `useActionState` starts with `{ status: "idle" }`. */
export interface FormResult {
  status: "idle" | "invalid" | "failed" | "done";
  /** About the whole form. */
  message?: string;
  /** By field name, when `invalid`. */
  errors?: Record<string, string>;
  /** What was typed, for the fields that the action may send back. */
  values?: Record<string, string>;
}

interface FormActionOptions<Schema extends z.ZodObject, Who> {
  /** requireSession, requireRole or `anyone`. Asked first: a guest does not even learn what is valid. */
  authorize: () => Promise<Who>;
  schema: Schema;
  /** The fields that go back to the form when it fails. Only these, so that no secret ever does. */
  keep?: (keyof z.input<Schema> & string)[];
}

export function formAction<Schema extends z.ZodObject, Who>(
  { authorize, schema, keep = [] }: FormActionOptions<Schema, Who>,
  run: (input: z.output<Schema>, who: Who) => Promise<FormResult>,
): (previous: FormResult, form: FormData) => Promise<FormResult> {
  return async (_previous, form) => {
    const values = Object.fromEntries(keep.map((name) => [name, String(form.get(name) ?? "")]));
    try {
      const who = await authorize();
      const input = schema.safeParse(Object.fromEntries(form));
      if (!input.success) return { status: "invalid", errors: toErrors(input.error), values };
      const result = await run(input.data, who);
      return result.status === "done" ? result : { ...result, values };
    } catch (error) {
      if (!findStoreUnavailable(error)) throw error;
      const message = "We could not check this just now. Try again in a moment.";
      return { status: "failed", message, values };
    }
  };
}

/** For `authorize`: a form that guests may send. */
export async function anyone(): Promise<null> {
  return null;
}

/** The first message of each field. */
function toErrors({ issues }: z.ZodError): Record<string, string> {
  return Object.fromEntries(issues.map(({ path, message }) => [path[0], message]).reverse());
}
