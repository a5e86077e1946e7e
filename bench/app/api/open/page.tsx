// The same page without a session. The matcher of middleware.ts excludes its path.
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
