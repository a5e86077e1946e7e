import { afterEach, describe, expect, test } from "vitest";
import { sendForm } from "@/lib/browser/send-form";
import { type FormResult, NOT_CHECKED } from "@/lib/forms/form-result";
import { type Answer, answers, closePage, openPage } from "../support/page";

const { refreshed, ended, unavailable } = answers;

afterEach(closePage);

/** Sends a form that is answered so, where a refresh is answered with `refresh`, to someone who then signs in or not. */
async function send(statuses: FormResult["status"][], refresh: Answer, signsIn = true) {
  const page = openPage(refresh);
  const happened: string[] = [];
  const result = await sendForm(
    async () => {
      happened.push("sent");
      return { status: statuses.shift() ?? "idle" };
    },
    async () => {
      happened.push("asked");
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

  test("is sent again after a refresh, and nobody is asked", async () => {
    expect(await send(["refresh", "done"], refreshed)).toEqual({
      result: { status: "done" },
      happened: "sent, sent",
      refreshes: 1,
    });
  });

  test("is sent again after a sign-in", async () => {
    expect(await send(["signed-out", "done"], ended)).toMatchObject({
      result: { status: "done" },
      happened: "sent, asked, sent",
    });
  });

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

  test.each([
    ["no refresh can be had", unavailable, ["refresh"], "sent"],
    ["a refresh changes nothing", refreshed, ["refresh", "refresh"], "sent, sent"],
  ] as const)(
    "of a session that may be alive asks nobody to sign in: %s",
    async (_what, refresh, statuses, happened) => {
      expect(await send([...statuses], refresh)).toMatchObject({
        result: { status: "failed", message: NOT_CHECKED },
        happened,
      });
    },
  );

  test("says so when nobody signs in", async () => {
    expect(await send(["signed-out"], ended, false)).toMatchObject({
      result: { status: "failed", message: expect.stringContaining("did not sign in") },
      happened: "sent, asked",
    });
  });

  test.each(["signed-out", "refresh"] as const)(
    "says so when there is no session after a sign-in (%s)",
    async (status) => {
      expect(await send(["signed-out", status], ended)).toMatchObject({
        result: { status: "failed", message: expect.stringContaining("the new session") },
        happened: "sent, asked, sent",
      });
    },
  );
});
