import { isDemoOn } from "@/app/demo/shared/gate";
import { emailDelivery } from "@/features/email/delivery";
import { listMailbox } from "@/features/email/mailbox";
import { answerFaults, json } from "@/lib/http/respond";

/** `?to=ADDRESS`: the mails to it, newest first, as `[{ to, subject, text, link }]`. Without it, all of them. */
export const GET = answerFaults(async (request: Request) => {
  if (!(await isDemoOn()) || emailDelivery() !== "mailbox")
    return json({ error: "not found" }, 404);
  const to = new URL(request.url).searchParams.get("to") ?? undefined;
  return json(listMailbox(to).map(({ to, subject, text, link }) => ({ to, subject, text, link })));
});
