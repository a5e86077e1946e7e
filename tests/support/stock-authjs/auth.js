// A stock Auth.js app as in its documentation: next-auth, PrismaAdapter, one provider. Users of such apps move to this
// project (tests/infra/stock-authjs.test.ts).
import { PrismaAdapter } from "@auth/prisma-adapter";
import { PrismaPg } from "@prisma/adapter-pg";
import NextAuth from "next-auth";
import { PrismaClient } from "./generated/client";

const { DATABASE_URL, SESSION_STRATEGY, AUTH_OIDC_ISSUER, AUTH_OIDC_ID, AUTH_OIDC_SECRET } =
  process.env;
const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: DATABASE_URL }) });

export const { handlers, auth } = NextAuth({
  adapter: PrismaAdapter(prisma),
  session: { strategy: SESSION_STRATEGY },
  providers: [
    {
      id: "oidc",
      name: "Company account",
      type: "oidc",
      issuer: AUTH_OIDC_ISSUER,
      clientId: AUTH_OIDC_ID,
      clientSecret: AUTH_OIDC_SECRET,
      authorization: { params: { scope: "openid profile email" } },
      // The test provider returns the email only at its userinfo endpoint.
      idToken: false,
    },
  ],
});
