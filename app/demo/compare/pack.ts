interface Box {
  /** The wanted start and the width, in any unit. */
  from: number;
  width: number;
}

/** Distributes boxes to as few rows as possible: from the left, each box goes to the first row with room. */
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
