import type { Words } from "../shared/words";

export const words: Words = {
  expect: {
    demo: {
      "in the cookie": "everything: id, name, email, role and times, encrypted",
      "a request costs": "one decryption, no store",
      "ended by": "expiry only; until then a copy of the cookie works",
      "a new role is seen": "after the next sign-in",
    },
    inspector: {
      "the cookie": "about 450 bytes: your id, name, email and role, encrypted",
      "the server keeps": "nothing",
      "a check costs": "one decryption, no SQL",
    },
    "cookie-size": {
      "grows with": "every claim you add",
      "the browser": "drops a cookie above 4,096 bytes and keeps about 180 cookies per site",
      "Auth.js": "splits a value above 3,936 bytes into several cookies",
      "the server":
        "Node.js answers 431 to more than 16 KB of headers, before any code of the app runs",
      "a proxy": "may refuse earlier: nginx by default at 8 KB",
    },
    "time-limits": {
      "the times are": "claims in the cookie, encrypted",
      "activity is recorded": "by the middleware, which sends a new cookie",
      "who enforces them": "the server, at every request",
      "a copied cookie": "renews itself separately from yours, up to the absolute limit",
    },
    refresh: {
      "is renewed": "the cookie, by the middleware, when a renewal is due",
      "the database is asked": "never",
      "an old copy": "works until it expires",
    },
    theft: {
      "a thief gets": "the whole session, up to the absolute limit",
      "the server notices": "never: it stores nothing to compare with",
      "what ends it": "the absolute limit, or a new AUTH_SECRET, which ends every session",
    },
    form: {
      "the session ends": "when its cookie expires or is deleted",
      "the form notices": "when it is sent",
      "and then": "it asks you to sign in here, and sends again",
    },
    "service-token": {
      "to get one": "the cookie is decrypted, then the user is read from the database",
      "after signing out": "a copy of the cookie still gets new ones, until it expires",
    },
  },
  lanes: {
    roles: {
      keeps: "role in the cookie",
      lag: "still the old role, until the next sign-in",
      verdict: [
        "Nothing changes at first.",
        "The cookie keeps the old role, and renewals copy it, until you sign in again or the app requests a new cookie.",
      ],
    },
    "sign-out-elsewhere": {
      keeps: "nothing stored",
      lag: "still in, until it expires",
      verdict: [
        "Nothing happens.",
        "There is no record to delete. A copy of the cookie works, and renews itself, up to the absolute limit.",
      ],
    },
    "device-limit": {
      keeps: "nothing stored",
      lag: "still in, all of them",
      verdict: [
        "There is no limit.",
        "Nothing counts the sessions, and none can be ended: the setting has no effect.",
      ],
    },
  },
  code: {
    compare: "reads only the cookie",
    inspector: "encrypts and decrypts the cookie",
    roles: "the role as a claim; update() reads the user again",
    "sign-out-elsewhere": "asks no store, so end() has nothing to delete",
    "time-limits": "guard() renews the cookie in the middleware",
  },
  renewal:
    "The cookie is the session. When a renewal is due, the response to the next request sets a cookie that expires later. No store is asked, and the old cookie works until it expires.",
  choose: {
    says: {
      serverless: ["suits", "A new function checks the cookie without opening a connection."],
      microservices: ["works", "Traffic can grow without a session store that all of it shares."],
      content: ["suits", "Many pages and few sign-ins: no page waits for a session store."],
      office: ["costs", "Someone who leaves the company keeps their access until it expires."],
      low: ["works", "Little is lost while a stolen cookie works."],
      medium: ["costs", "A stolen cookie works until it expires, and nobody can stop it."],
      high: ["risks", "A stolen cookie opens everything until it expires, and nobody can stop it."],
      kick: ["cannot", "There is no record of a session that could be ended."],
      devices: ["cannot", "No record of sessions exists, so nobody can count them."],
      roles: ["cannot", "The role is in the cookie, and renewals copy it. Only requireRole asks."],
      password: ["cannot", "The other cookies stay valid: no record of them could be deleted."],
      services: [
        "works",
        "It gets a signed token. Whoever copied the cookie can keep getting tokens.",
      ],
      rowless: ["suits", "The cookie holds everything."],
      edge: ["suits", "The secret is enough to read the cookie."],
    },
    store: "the cookie only",
    noticed: "never: it ends when it expires",
    price:
      "Signing out deletes the cookie, not its copies. A copy works, and renews itself, up to the absolute limit.",
  },
};
