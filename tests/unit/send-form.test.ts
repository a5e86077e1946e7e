import { UnrecognizedActionError } from "next/dist/client/components/unrecognized-action-error";
import { afterEach, describe, expect, test, vi } from "vitest";
import { sendForm } from "@/lib/browser/send-form";
import { type FormResult, NOT_CHECKED } from "@/lib/forms/form-result";
import { type Answer, answers, closePage, openPage } from "../support/page";

const { refreshed, ended, unavailable } = answers;

afterEach(closePage);

/** Sends a form that gets this answer, with `refresh` as the answer to a refresh, and a user who then signs in or not. */
async function send(statuses: FormResult["status"][], refresh: Answer, signsIn = true) {
  const page = openPage(refresh);
  const happened: string[] = [];
  const result = await sendForm(
    async () => {
      happened.push("sent");
      return { status: statuses.shift() ?? "idle" };
    },
    async (reason) => {
      happened.push(reason === "signed-out" ? "asked" : reason);
      return signsIn;
    },
  );
  return { result, happened: happened.join(", "), refreshes: page.times().length };
}

describe("a form", () => {
  test.each(["done", "invalid", "failed"] as const)("that is %s is sent once", async (status) => {
    expect(await send([status], refreshed)).toEqual({
      result: { status },
      happened: "sent",
      refreshes: 0,
    });
  });

  // #region refresh
  test("is sent again after a refresh, without a question", async () => {
    expect(await send(["refresh", "done"], refreshed)).toEqual({
      result: { status: "done" },
      happened: "sent, sent",
      refreshes: 1,
    });
  });
  // #endregion

  test("is sent again after a sign-in", async () => {
    expect(await send(["signed-out", "done"], ended)).toMatchObject({
      result: { status: "done" },
      happened: "sent, asked, sent",
    });
  });

  test("is sent again after a new sign-in if the last one was too long ago", async () => {
    expect(await send(["sign-in-again", "done"], refreshed)).toMatchObject({
      result: { status: "done" },
      happened: "sent, sign-in-again, sent",
    });
    expect(await send(["sign-in-again", "done"], refreshed, false)).toMatchObject({
      result: { status: "unsent", message: expect.stringContaining("Nothing was done") },
      happened: "sent, sign-in-again",
    });
  });

  // #region refresh
  test.each([
    [
      "the refresh says that the session has ended",
      ended,
      ["refresh", "done"],
      "sent, asked, sent",
    ],
    [
      "it has ended just after the refresh",
      refreshed,
      ["refresh", "signed-out", "done"],
      "sent, sent, asked, sent",
    ],
  ] as const)(
    "is sent again after a sign-in when %s",
    async (_what, refresh, statuses, happened) => {
      expect(await send([...statuses], refresh)).toMatchObject({
        result: { status: "done" },
        happened,
      });
    },
  );
  // #endregion

  // #region refresh
  test.each([
    ["no refresh can be had", unavailable, ["refresh"], "sent"],
    ["a refresh changes nothing", refreshed, ["refresh", "refresh"], "sent, sent"],
  ] as const)(
    "of a session that may be alive asks nobody to sign in: %s",
    async (_what, refresh, statuses, happened) => {
      expect(await send([...statuses], refresh)).toMatchObject({
        result: { status: "unsent", message: NOT_CHECKED },
        happened,
      });
    },
  );
  // #endregion

  test("says that nothing was sent if the user does not sign in", async () => {
    expect(await send(["signed-out"], ended, false)).toMatchObject({
      result: { status: "unsent", message: expect.stringContaining("did not sign in") },
      happened: "sent, asked",
    });
  });

  test.each([
    "signed-out",
    // #region refresh
    "refresh",
    // #endregion
  ] as const)("says so when there is no session after a sign-in (%s)", async (status) => {
    expect(await send(["signed-out", status], ended)).toMatchObject({
      result: { status: "unsent", message: expect.stringContaining("no new session") },
      happened: "sent, asked, sent",
    });
  });

  test("of another user's page is sent again after its user has signed in", async () => {
    expect(await send(["other-user", "done"], ended)).toEqual({
      result: { status: "done" },
      happened: "sent, other-user, sent",
      refreshes: 0,
    });
  });

  test.each([[true], [false]])(
    "of another user's page is not sent as the current user (dialog says %s)",
    async (signsIn) => {
      const { result, happened } = await send(["other-user", "other-user"], ended, signsIn);
      expect(result).toMatchObject({
        status: "unsent",
        message: expect.stringMatching(/^Nothing was sent/),
      });
      expect(happened).toBe(signsIn ? "sent, other-user, sent" : "sent, other-user");
    },
  );
});

describe("a form that gets no valid answer says why, and that what was typed is still there", () => {
  async function fail(error: unknown, onLine = true) {
    openPage(refreshed);
    vi.stubGlobal("navigator", { onLine });
    return sendForm(
      () => Promise.reject(error),
      async () => false,
    );
  }

  test.each([
    ["offline", new TypeError("Failed to fetch"), false, "You are offline, so nothing was sent."],
    ["no answer", new TypeError("Failed to fetch"), true, "No answer came"],
    ["a proxy's error page", new Error("An unexpected response was received"), true, "its proxy"],
    ["an error of the action", Object.assign(new Error(), { digest: "42" }), true, "number 42"],
  ])("%s", async (_what, error, onLine, message) => {
    const result = await fail(error, onLine);
    expect(result).toEqual({ status: "unsent", message: expect.stringContaining(message) });
    expect(result.message).toContain("What you typed is still here.");
  });

  test("a newer build of the server", async () => {
    const unknownAction = new UnrecognizedActionError("Server Action was not found");
    expect(await fail(unknownAction)).toMatchObject({
      status: "outdated",
      message: expect.stringContaining("has been updated"),
    });
  });

  test("a redirect passes, because Next.js follows it", async () => {
    const redirect = Object.assign(new Error(), { digest: "NEXT_REDIRECT;push;/account;307;" });
    await expect(fail(redirect)).rejects.toBe(redirect);
  });
});
