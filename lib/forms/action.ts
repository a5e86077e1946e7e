// Every form of the app uses formAction: it checks the user, then the fields, then runs the work.
import "server-only";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import { limitDatabaseWait } from "../database/request-limit";
import { CopiesRemain, findStoreUnavailable } from "../errors";
import { awaitsRotation, getSession } from "../session/current";
import { isSignInAgain } from "../session/require-recent";
import type { Session, SessionUser } from "../session/strategy";
import { type FormResult, NOT_CHECKED } from "./form-result";
import { OTHER_USER_PAGE, SHOWN_TO_FIELD } from "./shown-to";

/** The user that a form acts for: the result of a require* function; null for `anyone`. */
type Actor = Session | SessionUser | null;

interface FormActionOptions<Schema extends z.ZodObject, Who extends Actor> {
  /** A require* function, or `anyone`. Runs first, so a guest does not learn which values are valid. */
  authorize: () => Promise<Who>;
  schema: Schema;
}

/**
 * A server action for `useFormAction` or `useActionState`. `run` gets the parsed form and the result of
 * `authorize`. Returns the result of `run`, or the reason why it did not run, such as "invalid" with a message for each
 * field. StoreUnavailable becomes "unsent". Any other error, and a redirect of `run`, passes.
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
      return await limitDatabaseWait(() => run(input.data, asked.who));
    } catch (error) {
      const unavailable = findStoreUnavailable(error);
      if (!unavailable) throw error;
      return unavailable instanceof CopiesRemain
        ? { status: "failed", message: unavailable.message }
        : { status: "unsent", message: NOT_CHECKED };
    }
  };
}

/** The user who sends the form, or why the form is refused. */
async function askWho<Who extends Actor>(
  authorize: () => Promise<Who>,
  form: FormData,
): Promise<{ who: Who } | { refusal: FormResult }> {
  try {
    const who = await authorize();
    const refusal = (authorize as unknown) === anyone ? null : await refuseOtherUser(form, who);
    return refusal ? { refusal } : { who };
  } catch (error) {
    // #region open-pages
    // require* redirect a guest, and answer 404 to a user without the role. Both would replace the page, and what was
    // typed would be lost. So they are thrown only without JavaScript, and for the user who was shown the form.
    if (findStoreUnavailable(error) || !(await isSentByScript())) throw error;
    const session = await getSession({ fresh: true });
    if (!session)
      return { refusal: { status: (await awaitsRotation()) ? "refresh" : "signed-out" } };
    const refusal = await refuseOtherUser(form, session);
    if (refusal) return { refusal };
    if (isSignInAgain(error)) return { refusal: { status: "sign-in-again" } };
    // #endregion
    throw error;
  }
}

/** Null if the form was shown to the user who sends it now, or to a guest and nobody is signed in. */
async function refuseOtherUser(form: FormData, actor: Actor): Promise<FormResult | null> {
  const shownTo = form.get(SHOWN_TO_FIELD);
  const user = actor && "user" in actor ? actor.user : actor;
  if (shownTo === (user?.id ?? "")) return null;
  // A mistake in the code: only a form outside <ShownTo> (components/shown-to.tsx) lacks the field.
  if (shownTo === null && (await isSentByScript()))
    return {
      status: "failed",
      message:
        "Nothing was done: this form does not say for whom it was shown. It needs <ShownTo>.",
    };
  // The page would be rendered again for the other user, without an explanation.
  if (!(await staysOpen())) redirect(OTHER_USER_PAGE);
  // #region open-pages
  return { status: "other-user" };
  // #endregion
}

/** Next.js's client sends this header. A form that is sent without JavaScript lacks it. */
export const isSentByScript = async () => (await headers()).has("next-action");

/** Whether the page stays open after the answer, so that it can do what the answer asks for. */
export async function staysOpen(): Promise<boolean> {
  return isSentByScript();
}

/** @public For `authorize`: a form that does not act for a signed-in user, like the sign-in form. Guests may send it. */
export async function anyone(): Promise<null> {
  return null;
}

/** A field that was sent more than once is a list. So is a field that is a `z.array` in the schema. */
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
