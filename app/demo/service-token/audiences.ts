import "server-only";
import { env } from "@/lib/env";

const [service = "http://localhost:4000", other = "http://localhost:4001"] = env.TOKEN_AUDIENCES;

/** The service that this page talks to (examples/service, if none is set), and one that is not meant. */
export const audiences = [service, other] as const;
