/** Of all users of the bench. */
export const PASSWORD = "correct horse battery staple";
