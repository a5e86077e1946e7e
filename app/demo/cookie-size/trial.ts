import { ask, post } from "../shared/ask";
import { ECHO_PATH, type Echo, type Kind, MAX_CLAIMS, type Made } from "./recipe";

const MAKE_PATH = "/demo/api/cookie-size";

export interface Recipe {
  kind: Kind;
  count: number;
  split: boolean;
}

export interface Trial {
  recipe: Recipe;
  made: Made;
  /** The status of the next request. */
  status: number;
  echo: Echo | null;
  /** When that request was sent (ms since the epoch), and how many milliseconds it took. */
  at: number;
  took: number;
}

/**
 * Deletes the cookies of earlier trials, has new ones set, then sends the request that must carry them. Null when they
 * could not be made.
 */
export async function tryOut(recipe: Recipe): Promise<Trial | null> {
  // A browser that drops a cookie keeps the one that it had under the same name.
  await cleanUp();
  const made = await post<Made>(MAKE_PATH, recipe);
  if (made.status !== 200 || !made.body) return null;
  const [at, start] = [Date.now(), performance.now()];
  const { status, body } = await ask<Echo>(ECHO_PATH);
  const took = performance.now() - start;
  return { recipe, made: made.body, status, echo: status === 200 ? body : null, at, took };
}

/** `keepalive`: also when the page is being left. */
export async function cleanUp(): Promise<void> {
  await post(MAKE_PATH, {}, { method: "DELETE", keepalive: true });
}

/** Whether every claim came back. */
export function cameBack({ recipe, echo }: Trial): boolean {
  return echo?.claims === recipe.count;
}

export interface Limits {
  /** The least count of claims that takes more than one cookie; undefined when none does. */
  split?: Trial;
  /** The least count that does not come back. */
  breaks?: Trial;
}

/** Finds both by bisection, with real cookies. Null when a trial could not be made. */
export async function findLimits(
  base: Omit<Recipe, "count">,
  onTrial: (trial: Trial) => void,
): Promise<Limits | null> {
  async function least(holds: (trial: Trial) => boolean): Promise<Trial | undefined | null> {
    let [low, high] = [0, MAX_CLAIMS];
    let found: Trial | undefined;
    while (low <= high) {
      const count = Math.floor((low + high) / 2);
      const trial = await tryOut({ ...base, count });
      if (!trial) return null;
      onTrial(trial);
      if (holds(trial)) {
        found = trial;
        high = count - 1;
      } else low = count + 1;
    }
    return found;
  }

  const split = await least(({ made }) => made.cookies.length > 1);
  const breaks = split === null ? null : await least((trial) => !cameBack(trial));
  return split === null || breaks === null ? null : { split, breaks };
}
