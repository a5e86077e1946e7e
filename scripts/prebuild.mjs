// Deletes the types that `next dev` has generated. `next build` checks them too, and would fail on types of pages that
// have been deleted since, for example the demo's.
import { rmSync } from "node:fs";

rmSync(new URL("../.next/dev/types", import.meta.url), { recursive: true, force: true });
