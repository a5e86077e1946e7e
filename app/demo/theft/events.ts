import type { Refreshed } from "./answers";

/** One line of the log. */
export interface Event {
  at: number;
  text: string;
  bad?: boolean;
}

/** What a refresh has come to, in words. */
export function tellRefresh({ who, how, presented, got }: Refreshed): Omit<Event, "at"> {
  const name = who === "you" ? "You" : "The thief";
  switch (how) {
    case "rotated":
      return { text: `${name} showed ${presented} and got ${got}. It is the newest now.` };
    case "repeated":
      return {
        text: `${name} showed ${presented}, used before, inside the grace time: ${got} once more, the successor that was made then.`,
      };
    case "reuse":
      return {
        text: `${name} showed ${presented}, used before. Two parties hold tokens of this session, so it ends for both.`,
        bad: true,
      };
    case "refused":
      return { text: `${name} showed ${presented}, which was refused: the session is over.` };
  }
}
