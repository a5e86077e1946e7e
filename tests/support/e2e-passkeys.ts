import type { Page } from "@playwright/test";
import { expect } from "./e2e-test";
import { createGate } from "./gate";

type Gate = ReturnType<typeof createGate>;

/** The authenticator of a page's browser, as Chromium simulates it for tests. */
export interface TestAuthenticator {
  /** When each request for a passkey began and ended, in order: "offer" in the email field, "dialog" by the button. */
  readonly requests: string[];
  /** A user is present while `work` runs, for a new passkey. */
  whilePresent(work: () => Promise<void>): Promise<void>;
  /** A user is present for the first request whose challenge the page asks for after this call, and for no other one. */
  answer(ask: () => Promise<void>): Promise<void>;
  /** Waits until the email field offers passkeys. */
  offered(): Promise<void>;
}

/**
 * A built-in authenticator that keeps passkeys and verifies its user. Chromium answers a request if a user is present when it
 * begins, and otherwise never, even if a user is present later. So challenges are held back until the test has decided.
 */
export async function openAuthenticator(page: Page): Promise<TestAuthenticator> {
  const setPresent = await addAuthenticator(page);
  const requests = await watchRequests(page);
  let wanted: Gate | undefined;
  let others: Gate | undefined;
  /** The length of `requests` when the authenticator began to answer. */
  let before = 0;
  await page.route("**/api/passkeys/options", async (route) => {
    if (wanted) {
      const gate = wanted;
      wanted = undefined;
      await gate.pass();
      await setPresent(true);
      before = requests.length;
    } else {
      await others?.pass();
    }
    // The page may have given up meanwhile.
    await route.continue().catch(() => {});
  });

  return {
    requests,
    async whilePresent(work) {
      await setPresent(true);
      await work();
      await setPresent(false);
    },
    async answer(ask) {
      const asked = createGate();
      const answered = createGate();
      wanted = asked;
      others = answered;
      before = Number.POSITIVE_INFINITY;
      await ask();
      asked.open();
      await expect.poll(() => requests.slice(before).join()).toMatch(/(\w+) begins,\1 ends/);
      await setPresent(false);
      answered.open();
    },
    offered: () => expect.poll(() => requests.at(-1)).toBe("offer begins"),
  };
}

async function addAuthenticator(page: Page) {
  const chrome = await page.context().newCDPSession(page);
  await chrome.send("WebAuthn.enable");
  const { authenticatorId } = await chrome.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: false,
    },
  });
  return async (enabled: boolean) => {
    await chrome.send("WebAuthn.setAutomaticPresenceSimulation", { authenticatorId, enabled });
  };
}

declare global {
  interface Window {
    noteRequest?: (what: string) => void;
  }
}

async function watchRequests(page: Page): Promise<string[]> {
  const requests: string[] = [];
  await page.exposeBinding("noteRequest", (_, what: string) => void requests.push(what));
  await page.addInitScript(() => {
    const { credentials } = navigator;
    const get = credentials?.get.bind(credentials);
    if (!get) return;
    credentials.get = async (options) => {
      const kind = options?.mediation === "conditional" ? "offer" : "dialog";
      window.noteRequest?.(`${kind} begins`);
      try {
        return await get(options);
      } finally {
        window.noteRequest?.(`${kind} ends`);
      }
    };
  });
  return requests;
}
