import type { Answer, Grade } from "../choose/rules";

/** Every entry is optional. A page says "Not described yet" where it finds none. */
export interface Words {
  /** What to expect on a page: names and values, as a list shows them. */
  expect?: { [Page in FactsPage]?: Record<string, string> };
  /** What happens in a page's drawing of one event. */
  lanes?: { [Page in LanesPage]?: LaneWords };
  /** What the strategy's own file decides of that which a page shows. */
  code?: { [Page in FactsPage | LanesPage | "compare"]?: string };
  /** How a session is renewed when there is no refresh token. */
  renewal?: string;
  choose?: ChooseWords;
}

export type FactsPage =
  | "demo"
  | "inspector"
  | "cookie-size"
  | "time-limits"
  | "refresh"
  | "theft"
  | "form"
  | "service-token";

export type LanesPage = "roles" | "sign-out-elsewhere" | "device-limit";

export interface LaneWords {
  /** What the strategy stores, in a few words. */
  keeps: string;
  /** What stays true too long after the event, drawn in red. Absent when nothing does. */
  lag?: string;
  /** What is true after that, in green. Absent when the lag never ends by itself. */
  becomes?: string;
  /** A short sentence in bold, and its explanation. */
  verdict: [string, string];
}

export interface ChooseWords {
  /** What each answer says for or against the strategy, with the reason as a sentence. */
  says: { [answer in Answer]?: [Grade, string] };
  /** Where a session is stored. */
  store: string;
  /** When an ended session is noticed. */
  noticed: string;
  /** What you give up with it, whatever you answer. */
  price: string;
}

/** Nothing where the strategy has no file: the strategy is drawn all the same. */
export async function wordsOf(strategy: string): Promise<Words> {
  try {
    return (await import(`../words/${strategy}.ts`)).words;
  } catch {
    return {};
  }
}

export const notDescribed = "Not described yet.";
