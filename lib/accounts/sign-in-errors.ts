interface Explanation {
  title: string;
  remedy: string;
}

const COOKIES =
  "Allow cookies for this site. If its address begins with http://, open it with https:// instead. If you run this site: AUTH_URL has to be the address that people open.";

/** Texts for the codes that Auth.js and the form put into `?error=`. */
const explanations: Record<string, Explanation> = {
  // #region postgres
  CredentialsSignin: {
    title: "Email or password is not right.",
    remedy: "Check both, and try again.",
  },
  "too-many-attempts": {
    title: "Too many wrong passwords.",
    remedy:
      "Wait 15 minutes, then try again, or use a browser in which you have signed in before. If it still does not work, ask the operator of this site to unlock your password.",
  },
  Unavailable: {
    title: "We could not check this just now.",
    remedy: "Try again in a moment.",
  },
  // #endregion
  ProviderUnavailable: {
    title: "The provider did not answer.",
    remedy: "Try again in a minute, or sign in another way.",
  },
  InvalidCheck: {
    title: "Signing in at the provider took too long.",
    remedy: `Try again, and come back within 15 minutes, in the same browser. If it happens each time: ${COOKIES}`,
  },
  // #region postgres
  OAuthAccountNotLinked: {
    title: "An account with this email exists already.",
    remedy:
      "Sign in the way you did before, then connect the other way on your account page. Nothing is connected by email alone.",
  },
  AccountNotLinked: {
    title: "That login belongs to another account here.",
    remedy: "Sign in with it, or connect a different one on your account page.",
  },
  // #endregion
  OAuthCallbackError: {
    title: "The provider did not sign you in.",
    remedy: "You may have cancelled, or it took too long. Try again.",
  },
  // #region postgres
  NotAskedAgain: {
    title: "The provider did not ask you again.",
    remedy:
      "It sent you back as somebody who had signed in there a while ago, so this does not count. Try again, sign out at the provider first, or sign in another way.",
  },
  // #endregion
  OtherUser: {
    title: "Nothing was done: another account is signed in now.",
    remedy: "It signed in after your page was loaded.",
  },
  // #region postgres
  AccessDenied: {
    // Only someone who has proved that the account is theirs reads it.
    title: "This account has been disabled.",
    remedy: "An admin of this site has done it, and can undo it: ask them.",
  },
  // #endregion
  // #region email
  Verification: {
    title: "The link was used already or is too old.",
    remedy: "Ask for a new one.",
  },
  // #endregion
  // #region postgres
  CookieNotKept: {
    title: "Your password was right, but your browser did not keep the session.",
    remedy: COOKIES,
  },
  // #endregion
  MissingCSRF: {
    title: "The form was too old, or your browser keeps no cookies of this site.",
    remedy: `Try again. If it happens each time: ${COOKIES}`,
  },
  SessionRequired: {
    title: "That page needs you to sign in.",
    remedy: "Sign in below.",
  },
  Configuration: {
    title: "Signing in this way does not work at the moment.",
    remedy:
      "Try again in a minute, or sign in another way. If you run this site: the reason is in the server's log, on a line that starts with [auth].",
  },
};

const fallback: Explanation = { title: "Signing in did not work.", remedy: "Try again." };

/** What `?error=…&code=…` means. */
export function explainError(error: unknown, code?: unknown): Explanation {
  const known = [code, error].find((key) => Object.hasOwn(explanations, String(key)));
  return explanations[String(known)] ?? fallback;
}
