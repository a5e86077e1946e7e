import { describe, expect, test } from "vitest";
import { findStoreUnavailable, StoreUnavailable } from "@/lib/errors";
import { answerFaults } from "@/lib/http/respond";

const fault = new StoreUnavailable("database", new Error("connect ECONNREFUSED 10.0.0.1:5432"));

describe("a StoreUnavailable is found", () => {
  test.each([
    ["as it is", fault],
    ["as a cause", new Error("wrapped", { cause: fault })],
    ["as Auth.js wraps it", new Error("SessionTokenError", { cause: { err: fault } })],
    ["twice wrapped", new Error("a", { cause: { err: new Error("b", { cause: fault }) } })],
  ])("%s", (_what, error) => {
    expect(findStoreUnavailable(error)).toBe(fault);
  });

  const circular = new Error("circular");
  circular.cause = circular;
  test.each([
    ["another error", new Error("boom")],
    ["a lookalike", { name: "StoreUnavailable", message: "x" }],
    ["an error that is its own cause", circular],
    ["nothing", undefined],
    ["null", null],
    ["text", "StoreUnavailable"],
  ])("is not found in %s", (_what, error) => {
    expect(findStoreUnavailable(error)).toBeNull();
  });
});

describe("a route handler that could not check", () => {
  const answer = (error: unknown) =>
    answerFaults(() => Promise.reject(error))(new Request("http://localhost"));

  test("answers 503 with Retry-After and no-store", async () => {
    const response = await answer(fault);
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toMatch(/^\d+$/);
    expect(response.headers.get("cache-control")).toBe("private, no-store");
    expect(await response.json()).toMatchObject({ error: "unavailable" });
  });

  test("sets no cookie", async () => {
    expect((await answer(fault)).headers.getSetCookie()).toEqual([]);
  });

  test("does not reveal the address of the store", async () => {
    expect(await (await answer(fault)).text()).not.toMatch(/10\.0\.0\.1|ECONNREFUSED/);
  });

  test("does the same for a fault that a library wrapped", async () => {
    expect((await answer(new Error("wrapped", { cause: { err: fault } }))).status).toBe(503);
  });

  test("passes on all other errors", async () => {
    await expect(answer(new TypeError("a mistake"))).rejects.toThrow("a mistake");
  });

  test("passes on the arguments and the answer of a working handler", async () => {
    const handler = answerFaults(
      async (_request: Request, name: string) => new Response(`hello ${name}`),
    );
    expect(await (await handler(new Request("http://localhost"), "you")).text()).toBe("hello you");
  });
});
