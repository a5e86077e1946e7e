interface Explanation {
  title: string;
  remedy: string;
}

/** The codes that Auth.js, and the form here, put into `?error=`, in words. */
const explanations: Record<string, Explanation> = {
  CredentialsSignin: {
    title: "Email or password is not right.",
    remedy: "Check both, and try again.",
  },
  "too-many-attempts": {
    title: "Too many wrong passwords.",
    remedy:
      "Wait 15 minutes, then try again, or use a browser in which you have signed in before. If it still does not work, ask whoever runs this site to unlock your password.",
  },
  Unavailable: {
    title: "We could not check this just now.",
    remedy: "Try again in a moment.",
  },
  ProviderUnavailable: {
    title: "The provider did not answer.",
    remedy: "Try again in a minute, or sign in another way.",
  },
  InvalidCheck: {
    title: "Signing in at the provider took too long.",
    remedy:
      "Try again, and come back within 15 minutes, in the same browser. If it happens each time, allow cookies for this site.",
  },
  OAuthAccountNotLinked: {
    title: "An account with this email exists already.",
    remedy:
      "Sign in the way you did before, then connect the other way on your account page. Nothing is connected by email alone.",
  },
  AccountNotLinked: {
    title: "That login belongs to another account here.",
    remedy: "Sign in with it, or connect a different one on your account page.",
  },
  OAuthCallbackError: {
    title: "The provider did not sign you in.",
    remedy: "You may have cancelled, or it took too long. Try again.",
  },
  OtherUser: {
    title: "Nothing was done: another account is signed in now.",
    remedy: "It signed in after the page was loaded that you sent.",
  },
  AccessDenied: {
    title: "Access was refused.",
    remedy:
      "This account has been disabled, or you or the provider said no. Ask whoever runs this site, or try another way.",
  },
  Verification: {
    title: "The link is used up or too old.",
    remedy: "Ask for a new one.",
  },
  MissingCSRF: {
    title: "The form was too old, or cookies are blocked.",
    remedy: "Allow cookies for this site, and try again.",
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
