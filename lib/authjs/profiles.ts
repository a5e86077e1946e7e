// Corrections of Auth.js's own modules for some providers. Edge-safe. lib/authjs/person.ts checks the results.
import type { AppleProfile } from "next-auth/providers/apple";
import type { MicrosoftEntraIDProfile } from "next-auth/providers/microsoft-entra-id";
import { z } from "zod";
import { providerFetch } from "./provider-fetch";

/**
 * GitHub's answer about the user, with the primary address only if GitHub has confirmed it. Auth.js takes the address
 * from a list in which unconfirmed ones are too. Throws ProviderUnavailable.
 */
export async function askGitHub({ tokens }: { tokens: { access_token?: string } }) {
  const ask = async (path: string) => {
    const headers = { Authorization: `Bearer ${tokens.access_token}`, "User-Agent": "authjs" };
    const answer = await providerFetch("github")(`https://api.github.com${path}`, { headers });
    return answer.ok ? answer.json() : null;
  };
  const [user, emails] = await Promise.all([ask("/user"), ask("/user/emails")]);
  const primary = githubEmails.safeParse(emails).data?.find(({ primary }) => primary);
  return { ...user, email: primary?.email, email_verified: primary?.verified ?? false };
}

const githubEmails = z.array(
  z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }),
);

/**
 * Microsoft does not confirm the addresses of its users, and an administrator of any organisation can set any address.
 * It says which ones belong to the organisation only with the optional claim `xms_edov`. Auth.js also asks for a photo,
 * which is not shown here.
 */
export const entraProfile = ({ sub, name, email, xms_edov }: MicrosoftEntraIDProfile) => ({
  ...{ id: sub, name, email },
  emailVerified: xms_edov,
});

/** Apple sends the name once, when someone allows this app for the first time, and in the browser's form (`user`). */
export function appleProfile({ sub, email, user }: AppleProfile) {
  const { firstName = "", lastName = "" } = appleUser.safeParse(user).data?.name ?? {};
  return { id: sub, name: `${firstName} ${lastName}`, email };
}

const appleUser = z.object({
  name: z.object({ firstName: z.string().optional(), lastName: z.string().optional() }),
});
