import "server-only";
import type { z } from "zod";
import type { signUpForm } from "../../lib/accounts/credentials";
import type { FormResult } from "../../lib/forms/form-result";
import { toLocalPath } from "../../lib/http/redirect";
import { answer } from "./answers";
import { whereFrom } from "./ask";
import { afterAnswer } from "./send";
import { startSignUp } from "./sign-up";

/**
 * The answer to the form of the sign-up page, the same whether or not the address has an account. Null if mail is off:
 * then signing up works without it. Throws Overloaded.
 */
export async function startSignUpByEmail(
  account: z.output<typeof signUpForm>,
  callbackUrl?: string,
): Promise<FormResult | null> {
  const from = await whereFrom();
  if (typeof from === "string") return from === "off" ? null : answer("/sign-up", from);
  afterAnswer(await startSignUp(account, from, { next: nextAfter(callbackUrl) }));
  return answer("/sign-up", "sign-up");
}

/** Characters. Some mail programs break longer links. */
const LONGEST = 300;

const nextAfter = (callbackUrl = ""): string =>
  toLocalPath(callbackUrl.length > LONGEST ? undefined : callbackUrl, "/account");
