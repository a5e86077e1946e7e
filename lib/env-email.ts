// Validates the mail settings. Each function returns the problem, or nothing.
import { z } from "zod";

export function smtpUrlProblem(value: string): string | undefined {
  if (!/^smtps?:\/\/[^/?#]/.test(value) || !URL.canParse(value) || !new URL(value).hostname)
    return "is not a URL of the right kind → for example smtp://user:password@smtp.example.com:587";
}

/** An address, or `Name <address>`. */
export function emailFromProblem(value: string): string | undefined {
  const [, address = value] = /^[^<>\r\n]*<([^<>]+)>$/.exec(value.trim()) ?? [];
  if (/[\r\n]/.test(value) || !z.email().safeParse(address.trim()).success)
    return "is not an address → for example no-reply@example.com, or Example <no-reply@example.com>";
}
