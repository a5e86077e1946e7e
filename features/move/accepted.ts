// Which strategies AUTH_STRATEGY_ALSO may name, and the cookies that their sessions come in. Edge-safe.
import { strategies } from "../../lib/session/strategies";
import type { StrategyFacts } from "../../lib/session/strategy";
import { type Imported, importers } from "./authjs";

export const acceptable = { ...strategies, ...importers };

export type AcceptedName = keyof typeof acceptable;

/** Facts about sessions of another app. Null for a strategy of this app. */
export const importedBy = (facts: StrategyFacts & { imported?: Imported }): Imported | null =>
  facts.imported ?? null;

/** Whether servers of this app issue sessions of this kind. */
export const isIssued = (facts: StrategyFacts): boolean => importedBy(facts) === null;

const isAcceptable = (name: string): name is AcceptedName => Object.hasOwn(acceptable, name);

/** The problems of AUTH_STRATEGY_ALSO, each as `VARIABLE problem → fix`. `has` tells whether a setting is set. */
export function problemsOf(
  names: string[],
  running: string,
  has: (setting: string) => boolean,
): string[] {
  return names.flatMap((name) => {
    if (!isAcceptable(name))
      return `AUTH_STRATEGY_ALSO names what is not a strategy → use some of: ${Object.keys(acceptable).join(", ")}`;
    if (name === running)
      return `AUTH_STRATEGY_ALSO names AUTH_STRATEGY itself, ${name} → name the strategy that the app ran under before`;
    const { needs } = acceptable[name];
    if (needs.length === 0 || needs.some(has)) return [];
    return `${needs.join(" or ")} is missing, and AUTH_STRATEGY_ALSO names ${name}, which keeps its sessions there → set it`;
  });
}

export const acceptedNames = (names: string[]): AcceptedName[] => names.filter(isAcceptable);
