import { env } from "@/lib/env";
import { TextLink } from "./parts";

/** Other ways to sign in, below the form of the sign-in page. Their pages say if mail is off. */
export function emailLinks() {
  if (!env.DATABASE_URL) return null;
  return (
    <p className="mt-4 flex flex-wrap justify-between gap-x-5 gap-y-1 text-sm text-muted-foreground">
      <TextLink href="/forgot-password">Forgot your password?</TextLink>
      <TextLink href="/sign-in-link">Email me a link</TextLink>
    </p>
  );
}
