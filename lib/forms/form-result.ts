/** What a form gets back. `useActionState` starts with `{ status: "idle" }`. */
export interface FormResult {
  /**
   * Of the last two, nothing was done: useFormAction sends the form again once there is a session, by way
   * of a refresh or of a sign-in.
   */
  status: "idle" | "invalid" | "failed" | "done" | "refresh" | "signed-out";
  /** About the whole form. */
  message?: string;
  /** By field name, when `invalid`. */
  errors?: Record<string, string>;
}

/** "Could not check" is never "signed out". */
export const NOT_CHECKED = "We could not check this just now. Try again in a moment.";
