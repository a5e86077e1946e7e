// The same page without a session. Its path is one that the matcher of middleware.ts leaves out.
import { Suspense } from "react";
import { Content } from "../../content";
import { anyone } from "./anyone";

export default function OpenPage() {
  return (
    <Suspense>
      <Content who={anyone} />
    </Suspense>
  );
}
