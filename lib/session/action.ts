// Every form of the app goes through formAction: who may, then what was sent, then the work.
import "server-only";
import { headers } from "next/headers";
import type { z } from "zod";
import { findStoreUnavailable } from "../errors";
import { awaitsRotation } from "./current";
import { type FormResult, NOT_CHECKED } from "./form-result";

interface FormActionOptions<Schema extends z.ZodObject, Who> {
  /** requireSession, requireRole or `anyone`. Asked first: a guest does not even learn what is valid. */
  authorize: () => Promise<Who>;
  schema: Schema;
}

export function formAction<Schema extends z.ZodObject, Who>(
  { authorize, schema }: FormActionOptions<Schema, Who>,
  run: (input: z.output<Schema>, who: Who) => Promise<FormResult>,
): (previous: FormResult, form: FormData) => Promise<FormResult> {
  return async (_previous, form) => {
    try {
      const who = await whoMay(authorize);
      if (who === nobody) return { status: (await awaitsRotation()) ? "refresh" : "signed-out" };
      const input = schema.safeParse(Object.fromEntries(form));
      if (!input.success) return { status: "invalid", errors: toErrors(input.error) };
      return await run(input.data, who);
    } catch (error) {
      if (!findStoreUnavailable(error)) throw error;
      return { status: "failed", message: NOT_CHECKED };
    }
  };
}

const nobody = Symbol("nobody");

/**
 * A redirect would take away the page, and what was typed there. Without JavaScript there is no one to ask
 * again, and it is the best that can be done.
 */
async function whoMay<Who>(authorize: () => Promise<Who>): Promise<Who | typeof nobody> {
  try {
    return await authorize();
  } catch (error) {
    const { digest } = error as { digest?: unknown };
    const isRedirect = typeof digest === "string" && digest.startsWith("NEXT_REDIRECT;");
    if (!isRedirect || !(await headers()).has("next-action")) throw error;
    return nobody;
  }
}

/** For `authorize`: a form that guests may send. */
export async function anyone(): Promise<null> {
  return null;
}

/** The first message of each field. */
function toErrors({ issues }: z.ZodError): Record<string, string> {
  return Object.fromEntries(issues.map(({ path, message }) => [path[0], message]).reverse());
}
