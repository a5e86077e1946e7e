import type { Words } from "../shared/words";

export const words: Words = {
  expect: {
    demo: {
      "in the cookie": "everything: id, name, email, role and times, encrypted",
      "a request costs": "one decryption, no store",
      "ended by": "expiry only; until then a copy of the cookie works",
      "a new role is seen": "after the next sign-in",
    },
  },
  others: {
    "private-cache": [
      "shown until the cache ends",
      "Signing out removes the cookie. The page in the browser sends no request, so nothing is decrypted.",
    ],
    outage: [
      "served until the session ends",
      "The cookie contains everything that a check needs. Nobody can sign in. An app without any database signs people in through a provider only.",
    ],
    inspector: [
      "no SQL",
      "The cookie has your id, name, email and role, encrypted. The server stores nothing. A check is one decryption.",
    ],
    "cookie-size": [
      "grows with every claim",
      "A browser drops a cookie above 4,096 bytes. Auth.js splits a value above 3,936 bytes. Node.js answers 431 to more than 16 KB of headers, and nginx by default at 8 KB.",
    ],
    roles: [
      "at the next sign-in",
      "The cookie keeps the old role, and renewals copy it, until you sign in again or the app requests a new cookie.",
    ],
    "sign-out-elsewhere": [
      "never",
      "There is no record to delete. A copy of the cookie works, and renews itself, up to the absolute limit.",
    ],
    "device-limit": [
      "no limit",
      "Nothing counts the sessions, and none can be ended, so the setting has no effect.",
    ],
    "time-limits": [
      "in the cookie",
      "The times are encrypted claims. The middleware renews them with a new cookie. A copied cookie renews itself separately from yours, up to the absolute limit.",
    ],
    refresh: [
      "nothing to refresh",
      "When a renewal is due, the middleware sends a cookie that expires later. The database is never asked. The old cookie works until it expires.",
    ],
    theft: [
      "never noticed",
      "A thief has the whole session, up to the absolute limit. Only a new AUTH_SECRET ends it sooner, and that ends every session.",
    ],
    "step-up": [
      "the time is in the cookie",
      "The cookie says when you signed in. A new sign-in gives a new cookie. A copy of the old cookie still works, but its sign-in is never recent again.",
    ],
    form: [
      "noticed when the form is sent",
      "The session ends when its cookie expires or is deleted. The form asks you to sign in here, and is sent again.",
    ],
    "service-token": [
      "until the cookie expires",
      "To issue a token, the app decrypts the cookie and reads the user. After you sign out, a copy of the cookie still gets new tokens.",
    ],
  },
  code: {
    compare: ["const session = await tokens.read(cookie)", "reads only the cookie"],
    inspector: [
      "return tokens.issue({ id, user, ...times }",
      "encrypts the cookie, with the user in it",
    ],
    roles: [
      "const session = await read(cookie, { fresh: true })",
      "the role is a claim; update() reads the user again",
    ],
    "sign-out-elsewhere": [
      "return session && { id: session.id, userId",
      "asks no store, so end() has nothing to delete",
    ],
    "time-limits": ["return session && tokens.renew(session, cookie)", "a renewal is a new cookie"],
  },
  renewal:
    "The cookie is the session. When a renewal is due, the response to the next request sets a cookie that expires later. No store is asked, and the old cookie works until it expires.",
  choose: {
    says: {
      serverless: ["suits", "A new function checks the cookie without opening a connection."],
      microservices: ["works", "Traffic can grow without a shared session store."],
      content: ["suits", "Many pages and few sign-ins: no page waits for a session store."],
      office: ["costs", "Someone who leaves the company keeps their access until it expires."],
      low: ["works", "A stolen cookie does little damage."],
      medium: [
        "costs",
        "A stolen cookie works until it expires, and nobody can stop it. That is acceptable where orders, payments and a change of address ask for the password again (requireRecentSignIn), and where you accept that a thief can read data until the absolute limit (SESSION_ABSOLUTE_MAX_AGE). If you do not accept that, select “Kick-out”.",
      ],
      high: ["risks", "A stolen cookie opens everything until it expires, and nobody can stop it."],
      kick: ["cannot", "The server has no record of a session, so it cannot end one."],
      devices: ["cannot", "No record of sessions exists, so nobody can count them."],
      roles: [
        "cannot",
        "The role is in the cookie, and renewals copy it. Only requireRole asks the database.",
      ],
      password: [
        "cannot",
        "The other cookies stay valid, because the server has no record of them.",
      ],
      services: [
        "works",
        "It gets a signed token. Whoever copied the cookie can keep getting tokens.",
      ],
      rowless: ["suits", "The cookie holds everything."],
      edge: ["suits", "The secret is enough to read the cookie."],
    },
    store: "the cookie only",
    noticed: "never: a session ends only when it expires",
    price:
      "Signing out deletes the cookie, not its copies. A copy works, and renews itself, up to the absolute limit.",
  },
};
