/** What a form gets back. `useActionState` starts with `{ status: "idle" }`. */
export interface FormResult {
  /**
   * With the last five, nothing was done, as far as is known, and the form keeps all that was typed. useFormAction sends
   * it again after a refresh, or after a sign-in when the session has ended or another user has signed in. "unsent": no
   * valid answer came, or a store gave none. "outdated": the server is of a newer build.
   */
  status:
    | "idle"
    | "invalid"
    | "failed"
    | "done"
    | "refresh"
    | "signed-out"
    | "other-user"
    | "unsent"
    | "outdated";
  /** About the whole form. */
  message?: string;
  /** By field name, when `invalid`. */
  errors?: Record<string, string>;
}

/** "Could not check" is never "signed out". */
export const NOT_CHECKED = "We could not check this just now. Try again in a moment.";
