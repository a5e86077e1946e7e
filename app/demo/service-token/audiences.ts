import "server-only";
import { env } from "@/lib/env";

const [service = "http://localhost:4000", other = "http://localhost:4001"] = env.TOKEN_AUDIENCES;

/** The service that this page calls (examples/service by default), and another audience. */
export const audiences = [service, other] as const;
