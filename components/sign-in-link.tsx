"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { ButtonLink } from "./ui/button";

/** Pages to which users do not return after sign-in. Some have a token in their URL. */
const forGuests = [
  "/",
  "/sign-in",
  // #region postgres
  "/sign-up",
  // #endregion
  // #region delete-account
  "/account-deleted",
  // #endregion
  // #region email
  "/confirm-email",
  "/forgot-password",
  "/reset-password",
  "/sign-in-link",
  // #endregion
];

/** A link to the sign-in page that returns to the current page. */
export function SignInLink() {
  const path = usePathname();
  const query = useSearchParams();
  const here = query.size > 0 ? `${path}?${query}` : path;
  const callbackUrl = forGuests.includes(path) ? query.get("callbackUrl") : here;
  return (
    <ButtonLink
      href={callbackUrl ? `/sign-in?${new URLSearchParams({ callbackUrl })}` : "/sign-in"}
      size="small"
    >
      Sign in
    </ButtonLink>
  );
}
