// Auth.js with its defaults and sessions in the database.
import { PrismaAdapter } from "@auth/prisma-adapter";
import { PrismaPg } from "@prisma/adapter-pg";
import NextAuth from "next-auth";
import { PrismaClient } from "@/generated/prisma/client";
import { pool } from "../../pool";
import { subject } from "../../subject";

const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
const adapter = PrismaAdapter(prisma as unknown as Parameters<typeof PrismaAdapter>[0]);
const { auth } = NextAuth({
  trustHost: true,
  providers: [],
  adapter,
  session: { strategy: "database" },
});

export const { GET, POST } = subject(async () => (await auth())?.user);
