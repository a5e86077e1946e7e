"use client";

import { useSyncExternalStore } from "react";
import { endMySessions } from "@/app/account/actions";
import { ButtonForm } from "@/components/button-form";
import { ShownToField } from "@/components/shown-to";
import { Time } from "@/components/time";
import { buttonClass } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { Notice } from "@/components/ui/notice";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/use-form-action";
import { useHydrated } from "@/components/use-hydrated";
import type { FormResult } from "@/lib/forms/form-result";
import { addMyPasskey, beginAdding, removeMyPasskey, renameMyPasskey } from "./actions";
import { hasPasskeys, makePasskey } from "./browser";

/** Times in milliseconds since the epoch. */
interface Passkey {
  id: string;
  name: string;
  createdAt: number;
  lastUsedAt?: number;
}

interface PasskeyFormsProps {
  passkeys: Passkey[];
  /** Whether the strategy can end sessions. */
  canEndOthers: boolean;
}

const never = () => () => {};

export function PasskeyForms({ passkeys, canEndOthers }: PasskeyFormsProps) {
  const [removed, remove] = useFormAction(removeMyPasskey);
  const [added, add] = useFormAction(addPasskey);
  const usable = useSyncExternalStore(never, hasPasskeys, () => true);
  const hydrated = useHydrated();
  const changed = removed.status === "done" || added.status === "done";
  return (
    <div className="grid gap-5">
      <Said result={removed} />
      {passkeys.length > 0 ? (
        <ul className="grid gap-4">
          {passkeys.map((passkey) => (
            <PasskeyItem key={passkey.id} passkey={passkey} remove={remove} />
          ))}
        </ul>
      ) : null}
      {usable ? (
        <Form action={add} result={added}>
          <Field
            name="name"
            label="Name of a new passkey"
            hint="It helps you to tell several passkeys apart."
            defaultValue="My passkey"
            required
            maxLength={60}
          />
          <div>
            <SubmitButton
              variant="primary"
              pendingText="Waiting for your device …"
              disabled={!hydrated}
            >
              Add a passkey
            </SubmitButton>
          </div>
          <noscript>
            <p className="text-[0.8125rem] text-muted-foreground">Passkeys need JavaScript.</p>
          </noscript>
        </Form>
      ) : (
        <Notice>This browser has no passkeys, or none at this address.</Notice>
      )}
      {changed ? <OtherSessions canEnd={canEndOthers} /> : null}
    </div>
  );
}

/** Two requests: the first one gets the options for the device, the second one stores its answer. */
async function addPasskey(previous: FormResult, form: FormData): Promise<FormResult> {
  const begun = await beginAdding(previous, form);
  if (!begun.options) return begun;
  const made = await makePasskey(begun.options);
  if (made.problem !== undefined) return { status: "failed", message: made.problem };
  form.set("answer", made.answer);
  return addMyPasskey(previous, form);
}

interface PasskeyItemProps {
  passkey: Passkey;
  remove: (form: FormData) => void;
}

function PasskeyItem({ passkey: { id, name, createdAt, lastUsedAt }, remove }: PasskeyItemProps) {
  return (
    <li className="grid gap-2">
      <div>
        <p className="text-sm font-medium break-words">{name}</p>
        <p className="text-[0.8125rem] text-muted-foreground">
          added <Time at={createdAt} />
          {lastUsedAt ? (
            <>
              , last used <Time at={lastUsedAt} />
            </>
          ) : (
            ", never used"
          )}
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        {/* With a new key for a new name, it is closed again. */}
        <RenameForm key={name} id={id} name={name} />
        <form action={remove}>
          <ShownToField />
          <input type="hidden" name="id" value={id} />
          <SubmitButton
            size="small"
            variant="danger"
            pendingText="Removing …"
            aria-label={`Remove ${name}`}
          >
            Remove
          </SubmitButton>
        </form>
      </div>
    </li>
  );
}

/** A `details` element, so that it opens without JavaScript. */
function RenameForm({ id, name }: { id: string; name: string }) {
  const [result, action] = useFormAction(renameMyPasskey);
  return (
    <details className="open:basis-full open:pb-2" open={result.status !== "idle"}>
      <summary
        className={`${buttonClass({ size: "small" })} list-none`}
        aria-label={`Rename ${name}`}
      >
        Rename
      </summary>
      <Form action={action} result={result} className="mt-3 grid gap-3">
        <input type="hidden" name="id" value={id} />
        <Field name="name" label="New name" defaultValue={name} required maxLength={60} />
        <div>
          <SubmitButton size="small" pendingText="Saving …">
            Save
          </SubmitButton>
        </div>
      </Form>
    </details>
  );
}

function Said({ result }: { result: FormResult }) {
  return result.message ? (
    <Notice tone={result.status === "done" ? "ok" : "bad"} live>
      {result.message}
    </Notice>
  ) : null;
}

/** ASVS 7.4.3 */
function OtherSessions({ canEnd }: { canEnd: boolean }) {
  return canEnd ? (
    <Notice title="Your other sessions continue">
      <p className="mb-3">If somebody else may have used your account, end them.</p>
      <ButtonForm
        action={endMySessions}
        fields={{ session: "all" }}
        variant="danger"
        pendingText="Ending …"
      >
        End all others
      </ButtonForm>
    </Notice>
  ) : (
    <Notice title="Your other sessions continue">
      They cannot be ended: the server keeps no record of them. Each continues until it expires.
    </Notice>
  );
}
