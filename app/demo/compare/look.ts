/** The position of a moment, from the left. */
export const share = (second: number, length: number) => `${(second / length) * 100}%`;

/** Places a text at a moment, without overflow at either edge. */
export const placed = (second: number, length: number) => ({
  left: share(second, length),
  transform: `translateX(-${share(second, length)})`,
});
