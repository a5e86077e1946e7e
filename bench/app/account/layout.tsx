import "../checks";
import type { ReactNode } from "react";
import { getCurrentUser } from "@/lib/session/current";
import { Frame } from "../content";

export default function AccountLayout({ children }: { children: ReactNode }) {
  return <Frame who={getCurrentUser}>{children}</Frame>;
}
