/** Where a moment is, from the left. */
export const share = (second: number, length: number) => `${(second / length) * 100}%`;

/** A word at a moment, that reaches past neither edge. */
export const placed = (second: number, length: number) => ({
  left: share(second, length),
  transform: `translateX(-${share(second, length)})`,
});
