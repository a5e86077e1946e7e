// `next dev` leaves types of its pages behind, and `next build` checks them too: those of pages that have
// been deleted since, like the demo's, would fail it.
import { rmSync } from "node:fs";

rmSync(new URL("../.next/dev/types", import.meta.url), { recursive: true, force: true });
