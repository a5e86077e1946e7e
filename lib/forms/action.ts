// Every form of the app goes through formAction: who may, then what was sent, then the work.
import "server-only";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import { withPatience } from "../database/request-limit";
import { CopiesRemain, findStoreUnavailable } from "../errors";
import { awaitsRotation, getSession } from "../session/current";
import type { Session, SessionUser } from "../session/strategy";
import { type FormResult, NOT_CHECKED } from "./form-result";
import { OTHER_USER_PAGE, SHOWN_TO_FIELD } from "./shown-to";

/** Whom a form acts for: what requireSession, requireUser or requireRole gave; null for `anyone`. */
type Actor = Session | SessionUser | null;

interface FormActionOptions<Schema extends z.ZodObject, Who extends Actor> {
  /** requireSession, requireUser, requireRole or `anyone`. Asked first: a guest does not even learn what is valid. */
  authorize: () => Promise<Who>;
  schema: Schema;
}

/**
 * A server action for `useFormAction` or `useActionState`. `run` gets what the schema made of the form, and what
 * `authorize` gave. Answers "invalid" with a message for each field, "refresh" or "signed-out" to a guest,
 * "other-user" when the page was rendered for someone else, and "unsent" when a store gave no answer. Any other
 * error, and a redirect of `run`, passes.
 */
export function formAction<Schema extends z.ZodObject, Who extends Actor>(
  { authorize, schema }: FormActionOptions<Schema, Who>,
  run: (input: z.output<Schema>, who: Who) => Promise<FormResult>,
): (previous: FormResult, form: FormData) => Promise<FormResult> {
  return async (_previous, form) => {
    try {
      const asked = await askWho(authorize, form);
      if ("refusal" in asked) return asked.refusal;
      const input = schema.safeParse(toInput(form, schema));
      if (!input.success) return { status: "invalid", errors: toErrors(input.error) };
      return await withPatience(() => run(input.data, asked.who));
    } catch (error) {
      const unavailable = findStoreUnavailable(error);
      if (!unavailable) throw error;
      return unavailable instanceof CopiesRemain
        ? { status: "failed", message: unavailable.message }
        : { status: "unsent", message: NOT_CHECKED };
    }
  };
}

/**
 * To a guest, require* answer with a redirect, and to a user without the role with a 404. Both would take away the
 * page, and what was typed there, so they are thrown only where the page can do nothing else: without JavaScript,
 * and for the user who was shown the form.
 */
async function askWho<Who extends Actor>(
  authorize: () => Promise<Who>,
  form: FormData,
): Promise<{ who: Who } | { refusal: FormResult }> {
  try {
    const who = await authorize();
    const refusal = (authorize as unknown) === anyone ? null : await refuseOtherUser(form, who);
    return refusal ? { refusal } : { who };
  } catch (error) {
    if (findStoreUnavailable(error) || !(await isSentByScript())) throw error;
    const session = await getSession({ fresh: true });
    if (!session)
      return { refusal: { status: (await awaitsRotation()) ? "refresh" : "signed-out" } };
    const refusal = await refuseOtherUser(form, session);
    if (refusal) return { refusal };
    throw error;
  }
}

/** Null when the form was shown to the user who sends it now, or to nobody and nobody is signed in. */
async function refuseOtherUser(form: FormData, actor: Actor): Promise<FormResult | null> {
  const shownTo = form.get(SHOWN_TO_FIELD);
  const user = actor && "user" in actor ? actor.user : actor;
  if (shownTo === (user?.id ?? "")) return null;
  // Without JavaScript, the page would be rendered again for the other user, without a word.
  if (!(await isSentByScript())) redirect(OTHER_USER_PAGE);
  if (shownTo !== null) return { status: "other-user" };
  // A mistake of the developer: only a form outside of <ShownTo> (components/shown-to.tsx) lacks the field.
  return {
    status: "failed",
    message: "Nothing was done: this form does not say for whom it was shown. It needs <ShownTo>.",
  };
}

/** Next.js marks the requests of its client so; a form sent without JavaScript lacks the header. */
const isSentByScript = async () => (await headers()).has("next-action");

/** For `authorize`: a form that acts for nobody who is signed in, like the sign-in form. Guests may send it. */
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
