"use client";

import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/use-form-action";
import type { SessionUser } from "@/lib/session/strategy";
import { changeRole } from "./actions";

export function RoleForm({ user }: { user: SessionUser }) {
  const [result, action] = useFormAction(changeRole);
  const next = user.role === "admin" ? "user" : "admin";
  return (
    <form action={action} className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <input type="hidden" name="userId" value={user.id} />
      <input type="hidden" name="role" value={next} />
      <SubmitButton size="small" pendingText="Changing …">
        Make {next}
        <span className="sr-only">: {user.name ?? user.email}</span>
      </SubmitButton>
      <span
        role="status"
        className={`text-[0.8125rem] ${result.status === "failed" ? "text-bad-text" : "text-ok-text"}`}
      >
        {result.message}
      </span>
    </form>
  );
}
