/** The result of a form. `useActionState` starts with `{ status: "idle" }`. */
export interface FormResult {
  status:
    | "idle"
    | "invalid"
    | "failed"
    | "done"
    // #region open-pages
    // useFormAction sends the form again after a refresh, or after a sign-in when the session has ended, another
    // user has signed in, or the last sign-in is too long ago. "outdated": the server is of a newer build.
    | "refresh"
    | "signed-out"
    | "other-user"
    | "sign-in-again"
    | "outdated"
    // #endregion
    // #region postgres
    // No valid answer came, or a store gave none. Nothing was done, as far as is known. The form keeps what was typed.
    | "unsent";
  // #endregion
  /** About the whole form. */
  message?: string;
  // #region passkeys
  /** The options for `navigator.credentials.create` (features/passkeys/actions.ts). */
  options?: object;
  // #endregion
  /** By field name, when `invalid`. */
  errors?: Record<string, string>;
}

/** "Could not check" is never "signed out". */
export const NOT_CHECKED = "We could not check this just now. Try again in a moment.";
