// The moving pictures of the README: a story of Compare with every lane that there can be, and a move.
import { writeFileSync } from "node:fs";
import type { Locator, Page } from "@playwright/test";
import UPNG from "upng-js";
import { stories } from "../../../app/demo/compare/stories";
import { startApp } from "../../support/e2e-app";
import { getStage } from "../../support/e2e-stage";
import { test as base, expect } from "../../support/e2e-test";

/** The colours of a picture, and its most bytes. */
const COLOURS = 128;
const MOST_BYTES = 600_000;

const test = base.extend<{ open: (path: string) => Promise<Page> }>({
  async open({ browser }, use) {
    const REDIS_URL = process.env.TEST_REDIS_URL;
    if (!REDIS_URL) throw new Error("TEST_REDIS_URL is not set → one lane would be missing");
    const DATABASE_URL = getStage().strategies.jwt.databaseUrl;
    const app = await startApp({ env: { AUTH_STRATEGY: "jwt", DATABASE_URL, REDIS_URL } });
    const page = await browser.newPage({
      viewport: { width: 1240, height: 1200 },
      // Twice as many pixels as the README shows them in: sharp on every screen.
      deviceScaleFactor: 2,
      colorScheme: "light",
      reducedMotion: "reduce",
    });
    await use(async (path) => {
      await page.goto(app.url + path);
      return page;
    });
    await page.close();
    await app.stop();
  },
});

/** Frames of one size, each with the milliseconds that it stays. */
class Film {
  private readonly frames: { pixels: ArrayBuffer; stays: number }[] = [];
  private size = { width: 0, height: 0 };

  async take(of: Locator, stays: number) {
    const { buffer } = new Uint8Array(await of.screenshot());
    const picture = UPNG.decode(buffer);
    const { width, height } = picture;
    if (this.frames.length > 0) expect({ width, height }).toEqual(this.size);
    this.size = { width, height };
    this.frames.push({ pixels: UPNG.toRGBA8(picture)[0] as ArrayBuffer, stays });
  }

  write(file: string) {
    const { width, height } = this.size;
    // The last picture comes first: it is what a viewer without moving pictures shows.
    const frames = [...this.frames.slice(-1), ...this.frames.slice(0, -1)];
    const pixels = frames.map((frame) => frame.pixels);
    const stays = frames.map((frame) => frame.stays);
    const encoded = Buffer.from(UPNG.encode(pixels, width, height, COLOURS, stays));
    expect(encoded.length).toBeLessThan(MOST_BYTES);
    writeFileSync(file, encoded);
  }
}

test("docs/images/compare.png", async ({ open }) => {
  const page = await open("/demo/compare");
  await page.getByText("Measured just now").waitFor();
  const board = page.getByRole("region", { name: "The board" });
  const moment = page.getByRole("slider", { name: "Moment" });
  const { length } = stories["An employee leaves"];
  const film = new Film();
  const frames = 30;
  for (let n = 0; n < frames; n++) {
    await moment.fill(String(Math.round(((n / frames) * length) / 60) * 60));
    await film.take(board, 130);
  }
  await page.getByRole("button", { name: "Reset" }).click();
  await film.take(board, 4_000);
  film.write("docs/images/compare.png");
});

test("docs/images/move.png", async ({ open }) => {
  const page = await open("/demo/move");
  const stage = page.getByRole("region", { name: "A rolling deploy" });
  const film = new Film();
  await film.take(stage, 1_600);
  // Time stands still while a picture is taken.
  await page.clock.install();
  await page.getByRole("button", { name: "Play" }).click();
  for (let n = 0; ; n++) {
    const frame = page.locator(`[data-frame="${n}"]`);
    await frame.waitFor();
    const isLast = (await page.locator("[data-last]").count()) > 0;
    await film.take(stage, isLast ? 4_000 : 1_600);
    if (isLast) break;
    await page.clock.runFor(2_000);
  }
  film.write("docs/images/move.png");
});
