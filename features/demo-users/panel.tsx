import type { FormAction } from "@/components/use-form-action";
import { env } from "@/lib/env";
import { DemoUserButtons } from "./buttons";

interface DemoUsersProps {
  /** Signs in with a password. */
  action: FormAction;
  callbackUrl: string;
}

/** On the sign-in page of the demo: one click signs in as a user that the seed has added (prisma/seed.ts). */
export function demoUsers(props: DemoUsersProps) {
  if (!__DEMO__ || !env.DEMO || !env.DATABASE_URL) return null;
  return <DemoUserButtons {...props} />;
}
