import pg from "pg";

/** The pool of the peers and of the minimum: the driver with its defaults. Connects at the first query. */
export const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });
