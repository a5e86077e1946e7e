import { expect, test, vi } from "vitest";
import { findPlace } from "../../scripts/lib/port.mjs";
import { freePort } from "../support/free-port";

test("the demo, whose users have a public password, listens on the loopback address", async () => {
  vi.stubEnv("PORT", `${await freePort()}`);
  vi.stubEnv("HOST", "");
  expect(await findPlace()).toMatchObject({ host: "localhost" });
  vi.stubEnv("HOST", "0.0.0.0");
  expect(await findPlace(), "where its owner asks for more").toMatchObject({ host: "0.0.0.0" });
});
