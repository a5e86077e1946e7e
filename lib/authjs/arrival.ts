// What a browser's way back from a provider comes to: someone signs in, or connects an account to the session that
// they have. Auth.js decides it by reads whose errors it takes for "nobody is signed in"; here the session is read
// once, before anything is written, and an error ends the request.
import type { Account, NextAuthConfig } from "next-auth";
import type { Adapter, AdapterUser } from "next-auth/adapters";
import { Prisma } from "@/generated/prisma/client";
import { audit } from "../../features/audit/audit";
import { askDatabase } from "../database/client";
import { env } from "../env";
import { StoreUnavailable } from "../errors";
import { isRecent } from "../session/recent";
import type { Session } from "../session/strategy";
import { toAccountRow } from "./account-row";

type SignIn = NonNullable<NonNullable<NextAuthConfig["callbacks"]>["signIn"]>;

export interface ArrivalOptions {
  /** Who is signed in: one answer per request. Rejects where it could not be checked. */
  current: () => Promise<Session | null>;
  /** The user who set out for the provider. */
  setOut?: string;
  /** Milliseconds since the epoch. */
  clock: () => number;
  /** The client's address. */
  ip?: string;
}

/** Why an account was not connected: what `?connect=` says on the account page. */
export type NotConnected = "sign-in-again" | "start-again";

export function createArrival({ current, setOut, clock, ip }: ArrivalOptions) {
  let byProvider = false;
  /** Whose the account is already. */
  let owner: AdapterUser | null = null;
  let newcomer: AdapterUser | undefined;
  let connected = false;

  /** Auth.js's callback, after it has asked the adapter for the owner and before anything is written. */
  const signIn: SignIn = async ({ account }) => {
    byProvider = isByProvider(account);
    const session = byProvider ? await current() : null;
    if (!session || owner || !env.DATABASE_URL) return true;
    const refuse = (why: NotConnected) => `/account?${new URLSearchParams({ connect: why })}`;
    // Someone else has signed in in this browser meanwhile, or someone at all, who has not asked for it.
    if (session.user.id !== setOut) return refuse("start-again");
    return isRecent(session, clock()) ? true : refuse("sign-in-again");
  };

  function adapter(base: Adapter): Adapter {
    return {
      ...base,
      async getUserByAccount(which) {
        owner = (await base.getUserByAccount?.(which)) ?? null;
        return owner;
      },
      /** Of the session, which has just been read. */
      async getUser(id) {
        const session = await current();
        if (session?.user.id !== id) return null;
        // Auth.js's type knows no user without an email.
        return { ...session.user, emailVerified: null } as AdapterUser;
      },
      /** Written by linkAccount, in one transaction with the account: one without the other would lock its owner out. */
      async createUser(user) {
        if (!byProvider && base.createUser) return base.createUser(user);
        newcomer = { ...user, role: "user" } as AdapterUser;
        return newcomer;
      },
      async linkAccount(account) {
        const { userId, ...row } = toAccountRow(account);
        if (newcomer) return void (await createWithAccount(newcomer, row));
        await insert(({ prisma }) =>
          prisma.account.create({ data: { userId, ...row }, select: { userId: true } }),
        );
        connected = true;
        const sessionId = (await current())?.id;
        const facts = { userId, actorId: userId, sessionId, ip };
        await audit("account-connected", { ...facts, detail: row.provider });
      },
    };
  }

  return {
    callbacks: { signIn },
    adapter,
    /** Whether the account has been connected to the session at hand, which goes on as it is. */
    get connected() {
      return connected;
    },
  };
}

const isByProvider = (account?: Account | null) =>
  account?.type === "oauth" || account?.type === "oidc";

function createWithAccount(
  { id, name, email, image }: AdapterUser,
  account: Omit<ReturnType<typeof toAccountRow>, "userId">,
) {
  return insert(({ prisma }) =>
    prisma.user.create({
      data: { id, name, email: email || null, image, accounts: { create: account } },
      select: { id: true },
    }),
  );
}

/** Who comes at the same moment with the same account or email: whoever tries again finds what the first one made. */
async function insert(ask: Parameters<typeof askDatabase>[0]): Promise<void> {
  try {
    await askDatabase(ask);
  } catch (error) {
    const isTaken = error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002";
    throw isTaken ? new StoreUnavailable("database", error) : error;
  }
}
