/** For how many seconds a sign-in is recent. The app's own forms use 15 minutes. */
export const WITHIN = 30;
