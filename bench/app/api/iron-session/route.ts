// iron-session with its defaults.
import { getIronSession } from "iron-session";
import { cookies } from "next/headers";
import { type IronUser, ironOptions } from "../../iron-session";
import { subject } from "../../subject";

export const { GET, POST } = subject(async () => {
  const { id, email, name, role } = await getIronSession<IronUser>(await cookies(), ironOptions);
  return { id, email, name, role };
});
