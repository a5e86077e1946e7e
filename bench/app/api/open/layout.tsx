import type { ReactNode } from "react";
import { Frame } from "../../content";
import { anyone } from "./anyone";

export default function OpenLayout({ children }: { children: ReactNode }) {
  return <Frame who={anyone}>{children}</Frame>;
}
