import { ButtonLink } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import { env } from "@/lib/env";

/** Without a database there are no accounts to delete. */
export const mayDelete = (): boolean => Boolean(env.DATABASE_URL);

/** On the account page. */
export function DeletePanel() {
  return (
    <Panel
      title="Delete the account"
      lead="What that means is on the next page. You may have to sign in again first."
    >
      <ButtonLink href="/account/delete" variant="danger" prefetch={false}>
        Delete the account …
      </ButtonLink>
    </Panel>
  );
}
