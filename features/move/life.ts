import { sessionPolicy } from "../../lib/env";
import { type AcceptedName, acceptable, importedBy } from "./accepted";

/** Seconds that a session of these strategies lives without a visit. A visit exchanges it. */
export const longestLife = (also: AcceptedName[]): number =>
  Math.max(sessionPolicy.maxAge, ...also.map((name) => importedBy(acceptable[name])?.life ?? 0));
