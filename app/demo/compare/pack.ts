interface Box {
  /** Where it wants to begin, and how wide it is, in whatever unit. */
  from: number;
  width: number;
}

/** Boxes on a line, in as few rows as they fit into: the first row with room takes each, from the left on. */
export function toRows(boxes: Box[], gap: number): number[] {
  const ends: number[] = [];
  const rows: number[] = [];
  const fromLeft = boxes.map((box, n) => ({ ...box, n })).sort((a, b) => a.from - b.from);
  for (const { from, width, n } of fromLeft) {
    const free = ends.findIndex((end) => end + gap <= from);
    const row = free < 0 ? ends.length : free;
    ends[row] = from + width;
    rows[n] = row;
  }
  return rows;
}
