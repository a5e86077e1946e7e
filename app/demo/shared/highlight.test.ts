import { expect, test, vi } from "vitest";
import { highlight } from "./highlight";

test("code is coloured on a slow machine too", async () => {
  let now = 0;
  const slow = () => {
    now += 60_000;
    return now;
  };
  vi.spyOn(Date, "now").mockImplementation(slow);
  vi.spyOn(performance, "now").mockImplementation(slow);
  try {
    const html = await highlight('const { id, times } = "text";', "tsx");
    expect(html).toContain('class="t-keyword"');
    expect(html).toContain("t-string");
  } finally {
    vi.restoreAllMocks();
  }
});
