// This starter with the strategy of the process.
import { getCurrentUser } from "@/lib/session/current";
import { subject } from "../../subject";

export const { GET, POST } = subject(() => getCurrentUser());
