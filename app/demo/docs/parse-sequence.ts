// Reads the sequence diagrams of docs/. They are written in Mermaid, and only the used part of it is supported.

export interface Participant {
  id: string;
  name: string;
}

export type Step =
  | { kind: "message"; from: number; to: number; text: string; isAnswer: boolean }
  | { kind: "note"; from: number; to: number; text: string }
  /** The first case of an alternative, or a further one. */
  | { kind: "case"; text: string; isFirst: boolean }
  | { kind: "end" };

export interface Diagram {
  participants: Participant[];
  /** `from` and `to` are indexes in `participants`. */
  steps: Step[];
}

/** Throws for an unknown line, so that no diagram is drawn incompletely. */
export function parseSequence(text: string): Diagram {
  const participants: Participant[] = [];
  const steps: Step[] = [];
  const placeOf = (id = "") => {
    const place = participants.findIndex((participant) => participant.id === id.trim());
    if (place < 0) throw new Error(`No participant is called ${id}`);
    return place;
  };
  for (const line of text.split("\n").map((raw) => raw.trim())) {
    if (!line || line === "sequenceDiagram") continue;
    const participant = /^participant (\w+) as (.+)$/.exec(line);
    const message = /^(\w+)(--?>>)(\w+): (.+)$/.exec(line);
    const note = /^Note over (\w+)(?:, ?(\w+))?: (.+)$/.exec(line);
    const option = /^(alt|else) (.+)$/.exec(line);
    if (participant) participants.push({ id: participant[1] ?? "", name: participant[2] ?? "" });
    else if (message)
      steps.push({
        kind: "message",
        from: placeOf(message[1]),
        to: placeOf(message[3]),
        text: message[4] ?? "",
        isAnswer: message[2] === "-->>",
      });
    else if (note) {
      const places = [placeOf(note[1]), placeOf(note[2] ?? note[1])];
      steps.push({
        kind: "note",
        from: Math.min(...places),
        to: Math.max(...places),
        text: (note[3] ?? "").replaceAll("<br/>", " "),
      });
    } else if (option)
      steps.push({ kind: "case", text: option[2] ?? "", isFirst: option[1] === "alt" });
    else if (line === "end") steps.push({ kind: "end" });
    else throw new Error(`A diagram has a line that cannot be drawn: ${line}`);
  }
  return { participants, steps };
}

/** Splits words into lines with a limited number of characters. */
export function toLines(text: string, most: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= most)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
