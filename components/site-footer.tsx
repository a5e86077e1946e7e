import Link from "next/link";
import { env } from "@/lib/env";

export function SiteFooter() {
  return (
    <footer className="mt-16 border-t">
      <div className="mx-auto flex max-w-[76rem] flex-wrap items-center gap-x-6 gap-y-2 px-4 py-6 text-sm text-muted-foreground sm:px-6">
        <p className="mr-auto">auth strategies</p>
        {__DEMO__ && env.DEMO ? (
          <nav aria-label="Footer" className="flex flex-wrap gap-x-6 gap-y-2">
            <Link href="/demo" className="hover:text-foreground">
              Lab
            </Link>
            <Link href="/demo/docs" className="hover:text-foreground">
              Docs
            </Link>
            {/* #region keep */}
            <Link href="/demo/docs/questions" className="hover:text-foreground">
              Questions
            </Link>
            <Link href="/demo/choose" className="hover:text-foreground">
              Choose
            </Link>
            <Link href="/demo/report" className="hover:text-foreground">
              Report
            </Link>
            {/* #endregion */}
          </nav>
        ) : null}
      </div>
    </footer>
  );
}
