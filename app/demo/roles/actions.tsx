import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { Code } from "@/components/ui/code";
import { Notice } from "@/components/ui/notice";
import { ask, post } from "../shared/ask";

interface ActionsProps {
  /** In the database, now. */
  role: string | undefined;
  canTakeNow: boolean;
  onDone: () => Promise<void>;
}

export function Actions({ role, canTakeNow, onDone }: ActionsProps) {
  const [refusal, setRefusal] = useState<ReactNode>(null);
  const other = role === "admin" ? "user" : "admin";

  async function change() {
    if (!role) return;
    const { status, body } = await post<{ error?: string }>("/demo/api/role", { role: other });
    setRefusal(
      status === 200 ? null : (refusals[body?.error ?? ""] ?? `The app answered ${status}.`),
    );
    await onDone();
  }

  async function takeNow() {
    await updateSession();
    await onDone();
  }

  return (
    <div className="grid gap-5">
      <div className="flex flex-wrap gap-3">
        <Button variant="primary" onClick={change} disabled={!role}>
          Make me {other === "admin" ? "an admin" : "a user"}
        </Button>
        {canTakeNow && (
          <Button onClick={takeNow} disabled={!role}>
            Take the new role now
          </Button>
        )}
      </div>
      {refusal && (
        <Notice title="Refused" live>
          {refusal}
        </Notice>
      )}
      <div className="grid max-w-prose gap-2 text-sm text-mute">
        <p>
          The first button acts as the demo admin, with the password that the README gives to
          everyone, and only for demo users. Or do it as two people: open a private window, sign in
          as <Code>admin@example.com</Code>, change the role at <Code>/admin</Code>, and watch here.
        </p>
        {canTakeNow && (
          <p>
            The second does what <Code>update()</Code> of next-auth/react does: it posts to{" "}
            <Code>/api/auth/session</Code>. The server reads the role from the database; nothing
            that the browser sends is believed.
          </p>
        )}
      </div>
    </div>
  );
}

const refusals: Record<string, ReactNode> = {
  "not a demo user": (
    <>
      Only a demo user can be changed here, and not the demo admin: sign in as{" "}
      <Code>user@example.com</Code>, or change a role at <Code>/admin</Code>.
    </>
  ),
  "no demo admin": (
    <>
      There is no <Code>admin@example.com</Code> with the public password here, as it should be
      anywhere but on your own machine. <Code>npm run db:seed</Code> makes one.
    </>
  ),
};

async function updateSession(): Promise<void> {
  const { body } = await ask<{ csrfToken: string }>("/api/auth/csrf");
  await post("/api/auth/session", { csrfToken: body?.csrfToken, data: {} });
}
