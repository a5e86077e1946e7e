import { Button } from "@/components/ui/button";
import { Code } from "@/components/ui/code";

interface ActionsProps {
  /** In the database, now. */
  role: string | undefined;
  canTakeNow: boolean;
  act: (action: object) => Promise<void>;
}

export function Actions({ role, canTakeNow, act }: ActionsProps) {
  const other = role === "admin" ? "user" : "admin";
  return (
    <div className="grid gap-5">
      <div className="flex flex-wrap gap-3">
        <Button
          variant="primary"
          disabled={!role}
          onClick={() => act({ action: "change", role: other })}
        >
          Make them {other === "admin" ? "an admin" : "a user"}
        </Button>
        {canTakeNow && (
          <Button disabled={!role} onClick={() => act({ action: "take" })}>
            Take the new role now
          </Button>
        )}
        <Button onClick={() => act({ action: "stop" })}>Stop</Button>
      </div>
      <div className="grid max-w-prose gap-2 text-sm text-mute">
        <p>
          The first button does what an admin does at <Code>/admin</Code>, to a user whom nobody can
          sign in as. With two real people: open a private window, sign in as{" "}
          <Code>admin@example.com</Code>, and change a role there.
        </p>
        {canTakeNow && (
          <p>
            The second does what <Code>update()</Code> of next-auth/react does. The server reads the
            role from the database; nothing that the browser sends is believed.
          </p>
        )}
      </div>
    </div>
  );
}
