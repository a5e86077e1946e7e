// A browser returns from a provider: the user either signs in, or connects an account to the current session. To decide
// this, Auth.js reads the session, but treats errors as "nobody is signed in". Here the session is read once, before
// anything is written, and an error ends the request.
import type { Adapter, AdapterUser } from "next-auth/adapters";
import { Prisma } from "@/generated/prisma/client";
import { audit } from "../../features/audit/audit";
import { tellOwner } from "../../features/email/notices";
import { signedInRecently } from "../accounts/recent-sign-in";
import { askDatabase } from "../database/client";
import { env } from "../env";
import { StoreUnavailable } from "../errors";
import type { Session, SessionStrategy } from "../session/strategy";
import { toAccountRow } from "./account-row";
import { isByProvider, type SignIn } from "./asked-again";

export interface ArrivalOptions {
  strategy: SessionStrategy;
  /** Who is signed in: one answer per request. Rejects where it could not be checked. */
  current: () => Promise<Session | null>;
  /** The user who started the sign-in at the provider. */
  setOut?: string;
  /** Milliseconds since the epoch. */
  clock: () => number;
  /** The client's address. */
  ip?: string;
}

/** Why an account was not connected: what `?connect=` says on the account page. */
export type NotConnected = "sign-in-again" | "start-again";

export function createArrival({ strategy, current, setOut, clock, ip }: ArrivalOptions) {
  let byProvider = false;
  /** The user who already owns the account. */
  let owner: AdapterUser | null = null;
  let newcomer: AdapterUser | undefined;
  let connected = false;

  /** Auth.js's callback, after it has asked the adapter for the owner and before anything is written. */
  const signIn: SignIn = async ({ account }) => {
    byProvider = isByProvider(account);
    const session = byProvider ? await current() : null;
    if (!session || owner || !env.DATABASE_URL) return true;
    const refuse = (why: NotConnected) => `/account?${new URLSearchParams({ connect: why })}`;
    // Someone else has signed in in this browser meanwhile, and did not ask to connect the account.
    if (session.user.id !== setOut) return refuse("start-again");
    const isRecent = await signedInRecently(strategy, session, { now: clock() });
    return isRecent ? true : refuse("sign-in-again");
  };

  function adapter(base: Adapter): Adapter {
    return {
      ...base,
      async getUserByAccount(which) {
        owner = (await base.getUserByAccount?.(which)) ?? null;
        return owner;
      },
      /** The user of the session, which was just read. */
      async getUser(id) {
        const session = await current();
        if (session?.user.id !== id) return null;
        // Auth.js's type knows no user without an email.
        return { ...session.user, emailVerified: null } as AdapterUser;
      },
      /** Written by linkAccount, in one transaction with the account. A user without the account could never sign in. */
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
        const session = await current();
        const facts = { userId, actorId: userId, sessionId: session?.id, ip };
        await audit("account-connected", { ...facts, detail: row.provider });
        await tellOwner("account-connected", { email: session?.user.email ?? null });
      },
    };
  }

  return {
    callbacks: { signIn },
    adapter,
    /** Whether the account was connected to the current session, which continues unchanged. */
    get connected() {
      return connected;
    },
  };
}

function createWithAccount(
  { id, name, email, image }: AdapterUser,
  account: Omit<ReturnType<typeof toAccountRow>, "userId">,
) {
  return insert(({ prisma }) =>
    prisma.user.create({
      data: {
        ...{ id, name, image },
        email: email || null,
        // The provider has verified it: lib/authjs/person.ts lets no other one in.
        emailVerified: email ? new Date() : null,
        accounts: { create: account },
      },
      select: { id: true },
    }),
  );
}

/** A parallel request with the same account or email: a retry finds what the first one created. */
async function insert(ask: Parameters<typeof askDatabase>[0]): Promise<void> {
  try {
    await askDatabase(ask);
  } catch (error) {
    const isTaken = error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002";
    throw isTaken ? new StoreUnavailable("database", error) : error;
  }
}
