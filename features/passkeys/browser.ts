// The browser code for passkeys. The library is loaded at first use.
import type { startAuthentication } from "@simplewebauthn/browser";
import { withoutRefresh } from "../../lib/browser/refresh";
import type { Remember } from "../../lib/forms/remember-field";

const loadLibrary = () => import("@simplewebauthn/browser");

/** Whether this browser supports passkeys. Browsers support them only on https and on localhost. */
export const hasPasskeys = (): boolean => "PublicKeyCredential" in window;

interface Asking {
  /** Whether only the signed-in user may answer. */
  again: boolean;
  /** Read when a passkey has been chosen. */
  remember: () => Remember;
}

type Outcome = "signed-in" | "cancelled" | { problem: string };

/** Milliseconds after which passkeys are offered with a new challenge, because the old one expires. */
const FRESH = 4 * 60_000;

/** Signs in with passkeys on one page. */
export function openPasskeys(asking: Asking) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let turn: Turn | undefined;
  let closed = false;

  /**
   * Offers them among the suggestions of a field with `autocomplete="… webauthn"`, until one is chosen. Reports the
   * result, but not a browser that does not support this.
   */
  async function offer(tell: (outcome: Outcome) => void): Promise<void> {
    clearTimeout(timer);
    if (closed || !hasPasskeys()) return;
    timer = setTimeout(() => void offer(tell), FRESH);
    turn = takeTurn(asking, true);
    const { signal, outcome } = turn;
    const came = await outcome;
    if (came !== "cancelled" && !signal.aborted) tell(came);
  }

  /** Opens the browser's dialog, which ends the offer. Never throws. */
  async function choose(): Promise<Outcome> {
    clearTimeout(timer);
    turn = takeTurn(asking, false);
    return turn.outcome;
  }

  function close(): void {
    clearTimeout(timer);
    closed = true;
    turn?.abort();
  }

  return { offer, choose, close };
}

/** One request for a passkey, from its challenge to the sign-in. */
interface Turn {
  abort(): void;
  signal: AbortSignal;
  outcome: Promise<Outcome>;
}

let running: Turn | undefined;

/**
 * A page can have only one request at a time: a second request fails, or ends the first one without an error. So this
 * function aborts the earlier request and waits until it has ended. If the user has answered the earlier request by then, its
 * sign-in is the outcome of both.
 */
function takeTurn(asking: Asking, useBrowserAutofill: boolean): Turn {
  const before = running;
  const controller = new AbortController();
  const { signal } = controller;
  const turn = { abort: () => controller.abort(), signal, outcome: run() };
  running = turn;
  return turn;

  async function run(): Promise<Outcome> {
    before?.abort();
    const earlier = await before?.outcome;
    const outcome =
      earlier === "signed-in" ? earlier : await signIn(asking, useBrowserAutofill, signal);
    if (running === turn) running = undefined;
    return outcome;
  }
}

async function signIn(
  { again, remember }: Asking,
  useBrowserAutofill: boolean,
  signal: AbortSignal,
): Promise<Outcome> {
  try {
    const { browserSupportsWebAuthnAutofill } = await loadLibrary();
    if (useBrowserAutofill && !(await browserSupportsWebAuthnAutofill())) return "cancelled";
    const asked = await post("/api/passkeys/options", { again }, signal);
    const body = await asked.json();
    // No passkey has been chosen yet, so there is nothing to report.
    if (!asked.ok) return useBrowserAutofill ? "cancelled" : { problem: body.message };
    const answer = await askBrowser(body, useBrowserAutofill, signal);
    const response = await withoutRefresh(() =>
      post("/api/passkeys/sign-in", { answer, remember: remember() }),
    );
    return response.ok ? "signed-in" : { problem: (await response.json()).message };
  } catch (error) {
    const { name } = Object(error) as { name?: unknown };
    if (name === "AbortError" || useBrowserAutofill) return "cancelled";
    return { problem: problems[String(name)] ?? problems.TypeError ?? "" };
  }
}

type SignInOptions = Parameters<typeof startAuthentication>[0]["optionsJSON"];

async function askBrowser(
  optionsJSON: SignInOptions,
  useBrowserAutofill: boolean,
  signal: AbortSignal,
) {
  const { startAuthentication, WebAuthnAbortService } = await loadLibrary();
  signal.throwIfAborted();
  let timer: ReturnType<typeof setTimeout> | undefined;
  // Repeated, because the library begins an offer a moment after it was called. Until then there is nothing to cancel.
  const cancel = () => {
    WebAuthnAbortService.cancelCeremony();
    timer = setTimeout(cancel, 10);
  };
  signal.addEventListener("abort", cancel);
  try {
    return await startAuthentication({ optionsJSON, useBrowserAutofill });
  } finally {
    signal.removeEventListener("abort", cancel);
    clearTimeout(timer);
  }
}

/** The new passkey as JSON, for the server; or why there is none. Never throws. */
export async function makePasskey(
  options: object,
): Promise<{ answer: string; problem?: undefined } | { problem: string }> {
  try {
    const { startRegistration } = await loadLibrary();
    const optionsJSON = options as Parameters<typeof startRegistration>[0]["optionsJSON"];
    return { answer: JSON.stringify(await startRegistration({ optionsJSON })) };
  } catch (error) {
    const { name } = Object(error) as { name?: unknown };
    return { problem: problems[String(name)] ?? "This device could not make a passkey." };
  }
}

/** Messages by the name of the browser's error (WebAuthn 5.1.3, 5.1.4). */
const problems: Record<string, string> = {
  NotAllowedError: "No passkey was used: you cancelled, or it took too long.",
  InvalidStateError: "This device has a passkey of your account already.",
  NotSupportedError: "This device has no passkeys that work here.",
  ConstraintError: "This device cannot ask for your fingerprint, your face or a PIN.",
  SecurityError: "Passkeys do not work at this address. Open the site by its name, on https.",
  // fetch throws a TypeError if there is no answer.
  TypeError: "No answer came. Check your connection, then try again.",
};

const post = (path: string, body: object, signal?: AbortSignal): Promise<Response> =>
  fetch(path, {
    signal,
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
