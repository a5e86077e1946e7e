// Every form of the app goes through formAction: who may, then what was sent, then the work.
import "server-only";
import { headers } from "next/headers";
import { z } from "zod";
import { withPatience } from "../database/request-limit";
import { CopiesRemain, findStoreUnavailable } from "../errors";
import { awaitsRotation, getSession } from "../session/current";
import { type FormResult, NOT_CHECKED } from "./form-result";

interface FormActionOptions<Schema extends z.ZodObject, Who> {
  /** requireSession, requireRole or `anyone`. Asked first: a guest does not even learn what is valid. */
  authorize: () => Promise<Who>;
  schema: Schema;
}

/**
 * A server action for `useFormAction` or `useActionState`. `run` gets what the schema made of the form, and what
 * `authorize` gave. Answers "invalid" with a message for each field, "refresh" or "signed-out" to a guest, and
 * "failed" when a store gave no answer. Any other error, and a redirect of `run`, passes.
 */
export function formAction<Schema extends z.ZodObject, Who>(
  { authorize, schema }: FormActionOptions<Schema, Who>,
  run: (input: z.output<Schema>, who: Who) => Promise<FormResult>,
): (previous: FormResult, form: FormData) => Promise<FormResult> {
  return async (_previous, form) => {
    try {
      const who = await whoMay(authorize);
      if (who === nobody) return { status: (await awaitsRotation()) ? "refresh" : "signed-out" };
      const input = schema.safeParse(toInput(form, schema));
      if (!input.success) return { status: "invalid", errors: toErrors(input.error) };
      return await withPatience(() => run(input.data, who));
    } catch (error) {
      const unavailable = findStoreUnavailable(error);
      if (!unavailable) throw error;
      const isDone = unavailable instanceof CopiesRemain;
      return { status: "failed", message: isDone ? unavailable.message : NOT_CHECKED };
    }
  };
}

const nobody = Symbol("nobody");

/**
 * To a guest, require* answer with a redirect. It would take away the page, and what was typed there. Without
 * JavaScript there is no one to ask again, and it is the best that can be done.
 */
async function whoMay<Who>(authorize: () => Promise<Who>): Promise<Who | typeof nobody> {
  try {
    return await authorize();
  } catch (error) {
    const canAskAgain = (await headers()).has("next-action");
    if (!canAskAgain || findStoreUnavailable(error) || (await getSession({ fresh: true })))
      throw error;
    return nobody;
  }
}

/** For `authorize`: a form that guests may send. */
export async function anyone(): Promise<null> {
  return null;
}

/** A field that was sent more than once is a list, and so is one that the schema wants as `z.array`. */
function toInput(form: FormData, { shape }: z.ZodObject): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(shape).map(([name, wanted]) => {
      const sent = form.getAll(name);
      return [name, wanted instanceof z.ZodArray || sent.length > 1 ? sent : sent[0]];
    }),
  );
}

/** The first message of each field. */
function toErrors({ issues }: z.ZodError): Record<string, string> {
  return Object.fromEntries(issues.map(({ path, message }) => [path[0], message]).reverse());
}
