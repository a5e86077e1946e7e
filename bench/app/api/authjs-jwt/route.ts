// Auth.js with its defaults and sessions in a JWT.
import NextAuth from "next-auth";
import { subject } from "../../subject";

const { auth } = NextAuth({ trustHost: true, providers: [], session: { strategy: "jwt" } });

export const { GET, POST } = subject(async () => (await auth())?.user);
