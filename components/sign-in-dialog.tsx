"use client";

import { type ComponentType, useEffect, useState } from "react";
import type { SignInReason } from "@/lib/browser/send-form";
import type { Viewer } from "./shown-to";

export interface Question {
  /** Why the user has to sign in. "ending": the session ends at `expires` (ms since the epoch, by the server's clock). */
  reason: SignInReason | "ending";
  expires?: number;
}

let open: ((user: Viewer, question: Question) => Promise<boolean>) | undefined;

/**
 * Asks `user`, to whom the page belongs, to sign in without leaving the page. Afterwards the page needs useRefresh.
 * True when the user has signed in, with a session that ends later than `expires`; false if the user cancels. It needs
 * the SignInDialog of the root layout. Rejects if the dialog cannot be loaded.
 */
export async function askToSignIn(user: Viewer, question: Question): Promise<boolean> {
  return (await open?.(user, question)) ?? false;
}

interface SignInDialogProps {
  withPassword: boolean;
  withProviders: boolean;
}

export interface SignInPopupProps extends SignInDialogProps {
  user: Viewer;
  question: Question;
  open: boolean;
  onClose(signedIn: boolean): void;
}

interface Asked extends Pick<SignInPopupProps, "user" | "question" | "onClose"> {
  /** A new one for each question, so that the popup begins empty. */
  key: number;
  Popup: ComponentType<SignInPopupProps>;
}

const load = () => import("./sign-in-popup");

/** An effect for pages with a session. Loads the dialog when something has been typed, which must not be lost. */
export function loadDialogEarly() {
  const loadEarly = () => void load().catch(() => {});
  document.addEventListener("input", loadEarly, { once: true });
  return () => document.removeEventListener("input", loadEarly);
}

/** Most pages never need the dialog. It is loaded when it opens, or by loadDialogEarly. */
export function SignInDialog(props: SignInDialogProps) {
  const [asked, setAsked] = useState<Asked>();
  const [isOpen, setIsOpen] = useState(false);

  useEffect(() => {
    let answer: ((signedIn: boolean) => void) | undefined;
    open = async (user, question) => {
      const { SignInPopup: Popup } = await load();
      return new Promise((resolve) => {
        answer?.(false);
        answer = resolve;
        const onClose = (signedIn: boolean) => {
          setIsOpen(false);
          resolve(signedIn);
        };
        setAsked((before) => ({ key: (before?.key ?? 0) + 1, user, question, onClose, Popup }));
        setIsOpen(true);
      });
    };
    return () => {
      open = undefined;
      answer?.(false);
    };
  }, []);

  if (!asked) return null;
  const { Popup, ...question } = asked;
  return <Popup {...props} {...question} open={isOpen} />;
}
