// The strategies that this page compares, with their texts. Plain data, so that the server can pass it to the client.
import { type StrategyName, strategies, strategyNames } from "@/lib/session/strategies";
import { type ChooseWords, wordsOf } from "../shared/words";

/** A strategy with the facts that this page compares. */
export interface Option extends ChooseWords {
  strategy: StrategyName;
  /** Whether sessions are stored on the server. */
  stored: boolean;
  /** Whether each check asks that store. */
  asksStore: boolean;
  /** Whether an access token is accepted for minutes without asking a store. */
  accessToken: boolean;
}

/** In the order of the registry. If two strategies fit equally well, the first one has fewer parts. */
export async function listOptions(): Promise<Option[]> {
  const options = await Promise.all(strategyNames.map(toOption));
  return options.filter((option) => option !== null);
}

/** Null for a strategy without texts, which cannot be compared. */
async function toOption(strategy: StrategyName): Promise<Option | null> {
  const { choose } = await wordsOf(strategy);
  if (!choose) return null;
  const { needs, asksStore, cookies } = strategies[strategy];
  const stored = needs.length > 0;
  return { ...choose, strategy, stored, asksStore, accessToken: cookies.refresh !== null };
}
