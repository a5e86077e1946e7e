// A form acts for the user who was shown it: formAction compares.
import { beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { anyone, formAction } from "@/lib/forms/action";
import type { FormResult } from "@/lib/forms/form-result";
import { SHOWN_TO_FIELD } from "@/lib/forms/shown-to";
import type { SessionUser } from "@/lib/session/strategy";

const request = vi.hoisted(() => ({ headers: new Headers() }));
vi.mock("next/headers", () => ({ headers: async () => request.headers }));
const session = vi.hoisted(() => ({ now: null as unknown }));
vi.mock("@/lib/session/current", () => ({
  getSession: async () => session.now,
  awaitsRotation: async () => false,
}));

const user = (id: string): SessionUser => ({ id, email: null, name: null, role: "user" });
const notFound = Object.assign(new Error("404"), { digest: "NEXT_HTTP_ERROR_FALLBACK;404" });

beforeEach(() => {
  request.headers = new Headers({ "next-action": "id" });
});

/** Sends a form of a page that was rendered for `shownTo`. */
async function send(shownTo: string | undefined, authorize: () => Promise<SessionUser | null>) {
  const form = new FormData();
  if (shownTo !== undefined) form.set(SHOWN_TO_FIELD, shownTo);
  const run = vi.fn(async (): Promise<FormResult> => ({ status: "done" }));
  const { status } = await formAction({ authorize, schema: z.object({}) }, run)(
    { status: "idle" },
    form,
  );
  expect(run).toHaveBeenCalledTimes(status === "done" ? 1 : 0);
  return status;
}

test.each([
  ["the user who was shown it", "a", user("a"), "done"],
  ["another user", "a", user("b"), "other-user"],
  ["a user, who was a guest then", "", user("b"), "other-user"],
  ["a guest, who was one then", "", null, "done"],
  ["a guest, who was a user then", "a", null, "other-user"],
  ["a user, with a form that does not say", undefined, user("b"), "failed"],
] as const)("a form sent by %s", async (_who, shownTo, sender, status) => {
  expect(await send(shownTo, async () => sender)).toBe(status);
});

test("a form for guests does not compare users", async () => {
  expect(await send(undefined, anyone)).toBe("done");
});

test("a user without the role who sends another user's form gets a message and keeps the page", async () => {
  session.now = { user: user("b") };
  expect(await send("a", () => Promise.reject(notFound))).toBe("other-user");
});

test("a user who has lost the role gets 404", async () => {
  session.now = { user: user("a") };
  await expect(send("a", () => Promise.reject(notFound))).rejects.toBe(notFound);
});

test("without JavaScript the sign-in page says that another account is signed in", async () => {
  request.headers = new Headers();
  await expect(send("a", async () => user("b"))).rejects.toMatchObject({
    digest: expect.stringContaining("/sign-in?error=OtherUser"),
  });
});
