"use client";

import { Form } from "@/components/ui/form";
import { SubmitButton } from "@/components/ui/submit-button";
import { type FormAction, useFormAction } from "@/components/use-form-action";

/** As in prisma/seed.ts. It is public: these users are for the demo and for tests. */
const PASSWORD = "correct horse battery staple";
const users = [
  ["user@example.com", "Uma, user"],
  ["admin@example.com", "Ada, admin"],
];

interface DemoUserButtonsProps {
  action: FormAction;
  callbackUrl: string;
}

/** This button sends the same form as the one above. */
export function DemoUserButtons({ action, callbackUrl }: DemoUserButtonsProps) {
  const [result, send] = useFormAction(action);
  return (
    <section aria-label="Demo users" className="rounded-xl border border-dashed bg-muted px-4 py-3">
      <Form action={send} result={result} className="grid gap-3">
        <input type="hidden" name="callbackUrl" value={callbackUrl} />
        <input type="hidden" name="password" value={PASSWORD} />
        <div className="flex flex-wrap items-center gap-2">
          <p className="mr-auto pr-4 text-sm text-muted-foreground">Demo</p>
          {users.map(([email, name]) => (
            <SubmitButton
              key={email}
              name="email"
              value={email}
              size="small"
              aria-label={`Sign in as ${name}`}
            >
              {name}
            </SubmitButton>
          ))}
        </div>
      </Form>
    </section>
  );
}
