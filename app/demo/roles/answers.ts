import type { Role } from "@/lib/session/strategy";

/** Of GET /demo/api/roles: not begun, who the session says that they are beside the database, or signed out. */
export type RolesAnswer =
  | { state: "none" | "out" }
  | {
      state: "in";
      app: Role;
      database: Role;
      /** When its access token ends, where it has one (ms since the epoch). */
      accessExpires?: number;
    };
