import fc from "fast-check";
import { expect, test } from "vitest";
import { escapeOutput } from "@/lib/log-output";

/** What reaches the terminal when `text` is written. */
function written(text: string | Uint8Array): unknown[] {
  const chunks: unknown[] = [];
  const stream = { write: (chunk: unknown) => chunks.push(chunk) } as unknown as NodeJS.WriteStream;
  escapeOutput([stream]);
  stream.write(text);
  return chunks;
}

test("characters that a terminal obeys are escaped", () => {
  expect(written('Failed to find Server Action "\u009b2K\u0085\u202e".\n')).toEqual([
    'Failed to find Server Action "\\u009b2K\\u0085\\u202e".\n',
  ]);
});

test("line ends, colors and bytes are kept", () => {
  const colored = "\x1b[32m ✓ Ready\x1b[39m\n   é ü 日本\n";
  expect(written(colored)).toEqual([colored]);
  const bytes = new Uint8Array([0x9b, 0x32]);
  expect(written(bytes)).toEqual([bytes]);
});

test("with any text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(written(text).join("")).not.toMatch(/[\u0080-\u009f\u2028-\u202e\u2066-\u2069]/);
    }),
  );
});
