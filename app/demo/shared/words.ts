// #region keep
import type { Answer, Grade } from "../choose/rules";
// #endregion
import type { CodePage } from "./shown-code";

/** Every entry is optional. A page says "Not described yet" where it finds none. */
export interface Words {
  /** What to expect: names and values, as a list shows them. */
  expect?: { demo?: Record<string, string> };
  /** What happens on a page under this strategy: in a few words, then in a sentence or two. */
  others?: { [Page in CodePage]?: [short: string, explanation: string] };
  /** The line of the strategy's file that decides this (part of its text), and what it decides. */
  code?: { [Page in CodePage]?: [mark: string, decides: string] };
  /** How a session is renewed when there is no refresh token. */
  renewal?: string;
  // #region keep
  choose?: ChooseWords;
  // #endregion
}

// #region keep
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
// #endregion

/** Empty if the strategy has no file. The pages show the strategy anyway. */
export async function wordsOf(strategy: string): Promise<Words> {
  try {
    return (await import(`../words/${strategy}.ts`)).words;
  } catch {
    return {};
  }
}

export const notDescribed = "Not described yet.";
