import { orUnknown } from "@/lib/errors";
import { getSession } from "@/lib/session/current";
import { UnlessEnded } from "./ended";
import { NavLink } from "./nav-link";
import { ShownTo } from "./shown-to";
import { SignInLink } from "./sign-in-link";
import { SignOutForm } from "./sign-out-form";

/** Who is signed in. */
export async function UserMenu() {
  const session = await orUnknown(() => getSession());
  // "Could not check" never offers to sign in.
  if (session === "unknown")
    return <p className="text-sm text-muted-foreground">Your session could not be checked.</p>;
  if (!session) return <SignInLink />;
  const { id, user } = session;
  return (
    <UnlessEnded id={id} instead={<SignInLink />}>
      <ShownTo user={{ id: user.id, email: user.email }}>
        <span className="max-w-24 truncate text-sm sm:max-w-48" title={user.email ?? undefined}>
          <span className="sr-only">Signed in as </span>
          {user.name ?? user.email}
        </span>
        <SignOutForm size="small" />
      </ShownTo>
    </UnlessEnded>
  );
}

/** Shown only to admins. The page itself checks the role. */
export async function AdminLink() {
  const session = await orUnknown(() => getSession());
  if (!session || session === "unknown" || session.user.role !== "admin") return null;
  return (
    <UnlessEnded id={session.id}>
      <NavLink href="/admin">Admin</NavLink>
    </UnlessEnded>
  );
}
