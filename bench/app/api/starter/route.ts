// This starter, with the strategy that the process was started with.
import { getCurrentUser } from "@/lib/session/current";
import { subject } from "../../subject";

export const { GET, POST } = subject(() => getCurrentUser());
