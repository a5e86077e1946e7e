/** Where a moment is, from the left. */
export const share = (second: number, length: number) => `${(second / length) * 100}%`;

/** A word at a moment, that reaches past neither edge. */
export const placed = (second: number, length: number) => ({
  left: share(second, length),
  transform: `translateX(-${share(second, length)})`,
});

export const field = "min-h-9 max-w-full rounded-lg border border-edge bg-panel px-3 font-normal";
