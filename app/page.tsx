// #region keep
import { Home } from "@/app/demo/home/home";
// #endregion
import { ButtonLink } from "@/components/ui/button";
import { Code } from "@/components/ui/code";
import { PageHeader } from "@/components/ui/page-header";

// Sent in one piece, so that it is there without JavaScript (see app/sign-in/page.tsx).
export const instant = false;

export default function StartPage() {
  // #region keep
  if (__DEMO__) return <Home otherwise={<Welcome />} />;
  // #endregion
  return <Welcome />;
}

function Welcome() {
  return (
    <div className="grid min-h-[60dvh] content-center justify-items-start">
      <PageHeader title="Welcome">
        Sign-in and sessions work. This page is <Code>app/page.tsx</Code>: put your own here.
      </PageHeader>
      <div className="flex flex-wrap gap-2">
        <ButtonLink href="/account" variant="primary">
          Your account
        </ButtonLink>
        {/* #region postgres */}
        <ButtonLink href="/sign-up">Create an account</ButtonLink>
        {/* #endregion */}
        {/* without postgres: <ButtonLink href="/sign-in">Sign in</ButtonLink> */}
      </div>
    </div>
  );
}
