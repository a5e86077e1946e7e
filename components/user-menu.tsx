import { orUnknown } from "@/lib/errors";
import { getCurrentUser } from "@/lib/session/current";
import { NavLink } from "./nav-link";
import { ShownTo } from "./shown-to";
import { SignOutForm } from "./sign-out-form";
import { ButtonLink } from "./ui/button";

/** Who is signed in. "Could not check" is an answer of its own: it never offers to sign in. */
export async function UserMenu() {
  const user = await orUnknown(getCurrentUser);
  if (user === "unknown")
    return <p className="text-sm text-mute">Your session could not be checked.</p>;
  if (!user)
    return (
      <ButtonLink href="/sign-in" size="small">
        Sign in
      </ButtonLink>
    );
  return (
    <ShownTo user={{ id: user.id, email: user.email }}>
      <span className="max-w-24 truncate text-sm sm:max-w-48" title={user.email ?? undefined}>
        <span className="sr-only">Signed in as </span>
        {user.name ?? user.email}
      </span>
      <SignOutForm size="small" />
    </ShownTo>
  );
}

/** For those who may follow it. The page decides for itself. */
export async function AdminLink() {
  const user = await orUnknown(getCurrentUser);
  const isAdmin = user && user !== "unknown" && user.role === "admin";
  return isAdmin ? <NavLink href="/admin">Admin</NavLink> : null;
}
