import type { Metadata } from "next";
import type { ReactNode } from "react";
import { strategy } from "@/auth";
import { Code } from "@/components/ui/code";
import { ExperimentPage } from "../shared/experiment-page";
import { demoPage } from "../shared/gate";
import { Experiment } from "./experiment";

export const metadata: Metadata = { title: "Private cache" };

/** The experiment contains both pages, so it keeps its state while the browser navigates. */
export default demoPage(function PrivateCacheLayout({ children }: { children: ReactNode }) {
  return (
    <ExperimentPage
      page="private-cache"
      title="Private cache"
      lead="With “use cache: private”, Next.js can cache a page with your session in the browser. Sign out, open that page again, and see whether it still shows you as signed in."
      stage={() => <Experiment strategy={strategy.name}>{children}</Experiment>}
      next={{
        "/demo/sign-out-elsewhere": "How soon is an ended session refused without such a cache?",
        "/demo/docs/strategies": "Which caches does this app allow, and for how long?",
      }}
    >
      <div className="grid max-w-prose gap-3 text-pretty text-muted-foreground">
        <p>
          A function with <Code>use cache: private</Code> may read cookies. Its result is prefetched
          and kept in the memory of the browser, for 5 minutes unless <Code>cacheLife</Code> says
          otherwise; on this page for 1 minute. During that time a link to the page sends no
          request. A strategy refuses an ended session with the next request, but here there is no
          next request.
        </p>
        <p>
          A server action that sets a cookie clears this memory, and so does reloading the page. If
          a session ends in another tab, on another device, by an admin or by its time limit, the
          memory is not cleared. The server still refuses every request of that session: the cache
          shows old data, but gives no access to new data.
        </p>
        <p>
          In this app <Code>getSession()</Code> begins with <Code>connection()</Code>, which Next.js
          refuses in such a function. So a session cannot be cached that way by mistake.
        </p>
      </div>
    </ExperimentPage>
  );
});
