import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** Fails if axe finds a violation of WCAG 2.2 AA or of its best practices on the page, in the light or dark theme. */
export async function expectAccessible(page: Page): Promise<void> {
  // Hydration makes what scrolls reachable by keyboard, for example.
  await page.waitForFunction(isHydrated);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    // Without frames, the legacy mode finds the same and opens no further page.
    const axe = new AxeBuilder({ page }).setLegacyMode(true);
    // The theme changes colours only.
    if (colorScheme === "dark") axe.withRules("color-contrast");
    const { violations } = await axe.analyze();
    const found = violations.map(
      ({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map(({ html }) => html).join("\n  ")}`,
    );
    expect(found, `${page.url()}, ${colorScheme}`).toEqual([]);
  }
}

/** For page.waitForFunction. React marks each element that it has hydrated. */
export function isHydrated(): boolean {
  return [...document.querySelectorAll("button, input:not([type=hidden])")].every((element) =>
    Object.keys(element).some((key) => key.startsWith("__reactProps")),
  );
}
