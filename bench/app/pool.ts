import pg from "pg";

/** For the peers and the bare floor: the driver as it comes. Connects at the first query. */
export const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });
