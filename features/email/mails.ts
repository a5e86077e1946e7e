// The text of every mail. It contains nothing that a stranger could choose, such as a name, because a stranger could
// send messages in our mails.
import { compose, type Mail } from "./compose";
import { linkTo } from "./opened";
import { LIFETIMES, type Purpose } from "./tokens";

const NOT_YOU = "If you did not ask for this, ignore this mail. Nothing changes.";

interface LinkWords {
  subject: string;
  line: (site: string) => string;
  label: string;
}

const links: Record<Purpose, LinkWords> = {
  "reset-password": {
    subject: "Reset your password",
    line: (site) =>
      `Someone, hopefully you, asked to reset the password of your account at ${site}.`,
    label: "Choose a new password",
  },
  "sign-in": {
    subject: "Your link to sign in",
    line: (site) => `Someone, hopefully you, asked for a link to sign in to ${site}.`,
    label: "Sign in",
  },
  "verify-email": {
    subject: "Confirm your email address",
    line: (site) =>
      `Someone, hopefully you, has an account at ${site} with this address. Open the link where you are signed in to it.`,
    label: "Confirm the address",
  },
  "change-email": {
    subject: "Confirm your new email address",
    line: (site) =>
      `Someone, hopefully you, wants to use this address for an account at ${site}. Open the link where you are signed in to it.`,
    label: "Confirm the new address",
  },
};

/** A mail with a link. `origin` is that of the site. */
export function linkMail(purpose: Purpose, to: string, token: string, origin: string): Mail {
  const { subject, line, label } = links[purpose];
  return compose({
    to,
    subject,
    lines: [
      line(new URL(origin).host),
      `The link works once, within ${LIFETIMES[purpose]} minutes. Opening it changes nothing until you press the button on its page.`,
    ],
    button: { label, link: linkTo(origin, purpose, token) },
    end: NOT_YOU,
  });
}

/** To a new address. The account is created on the page of the link. */
export function signUpMail(to: string, link: string, origin: string): Mail {
  return compose({
    to,
    subject: "Finish signing up",
    lines: [
      `Someone, hopefully you, wants to create an account at ${new URL(origin).host} with this address.`,
      `The link works within ${LIFETIMES["verify-email"]} minutes. Its page asks for the password that you chose.`,
    ],
    button: { label: "Finish signing up", link: linkTo(origin, "sign-up", link) },
    end: NOT_YOU,
  });
}

/** To someone whose address a stranger, or they themselves, tried to sign up or to change to. */
export function takenMail(to: string, origin: string): Mail {
  return compose({
    to,
    subject: "You already have an account",
    lines: [
      `Someone, hopefully you, tried to use this address for an account at ${new URL(origin).host}. An account with it exists already.`,
      "Sign in to it, or reset its password.",
    ],
    button: { label: "Sign in", link: `${origin}/sign-in` },
    end: NOT_YOU,
  });
}

const notices = {
  "password-changed": ["Your password was changed", "The password of your account was changed."],
  "password-reset": [
    "Your password was reset",
    "The password of your account was reset by a link in a mail.",
  ],
  "email-changing": [
    "Your email address is about to change",
    "Someone who is signed in to your account asked to change its email address. It stays as it is until the new address is confirmed.",
  ],
  "email-changed": [
    "Your email address was changed",
    "The email address of your account was changed. From now on, mails go to the new one.",
  ],
  // #region passkeys
  "passkey-added": [
    "A passkey was added",
    "A passkey was added to your account. Whoever has it can sign in as you.",
  ],
  "passkey-removed": ["A passkey was removed", "A passkey of your account was removed."],
  // #endregion
  "account-connected": [
    "A way to sign in was added",
    "An account at a provider was connected to your account. It can sign in as you.",
  ],
  "account-disconnected": [
    "A way to sign in was removed",
    "An account at a provider was disconnected from your account.",
  ],
} as const;

export type NoticeKind = keyof typeof notices;

/** Notifies the owner of a change. `more` are further paragraphs. */
export function noticeMail(
  kind: NoticeKind,
  to: string,
  origin: string,
  more: string[] = [],
): Mail {
  const [subject, line] = notices[kind];
  return compose({
    to,
    subject,
    lines: [`${line} The site is ${new URL(origin).host}.`, ...more],
    button: { label: "Look at your account", link: `${origin}/account` },
    end: "If this was not you, reset your password at once, and look at what is connected to your account.",
  });
}
