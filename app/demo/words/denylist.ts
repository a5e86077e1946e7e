import type { Words } from "../shared/words";

export const words: Words = {
  expect: {
    demo: {
      "in the cookie": "as in jwt: id, name, email, role and times, encrypted",
      "a request costs": "one decryption, and one lookup in a list of ended sessions",
      "ended by": "an entry in that list; the next request is signed out",
      "a new role is seen": "after the next sign-in",
    },
  },
  others: {
    "private-cache": [
      "shown until the cache ends",
      "The id of the session is in the list. The page in the browser sends no request, so nobody looks it up.",
    ],
    outage: [
      "503 at once",
      "While the list is unavailable, every request is refused, and nobody is signed out. A list in Redis stays available.",
    ],
    inspector: [
      "one lookup",
      "The cookie has your id, name, email and role, encrypted. The server stores nothing until the session ends: then an entry with its id. A check asks for that entry, in SQL or in Redis.",
    ],
    "cookie-size": ["grows with every claim", "As under jwt: the whole session is in the cookie."],
    roles: [
      "at the next sign-in",
      "The list knows which sessions have ended, and nothing about roles. The cookie keeps the old role, as under jwt.",
    ],
    "sign-out-elsewhere": [
      "with the next request",
      "The id of the session is in the list, so every copy of its cookie is refused.",
    ],
    "device-limit": [
      "no limit",
      "The list has only ended sessions. Nothing counts the live sessions, so the setting has no effect.",
    ],
    "time-limits": [
      "in the cookie",
      "As under jwt. A copied cookie renews itself separately from yours; one entry in the list ends both.",
    ],
    refresh: [
      "nothing to refresh",
      "When a renewal is due, the middleware sends a cookie that expires later. The list is asked at each request. The old cookie works until it expires or the session is ended.",
    ],
    theft: [
      "not noticed by itself",
      "The server stores nothing that reveals a copy. An entry in the list ends the session, and the next request of each of you is refused.",
    ],
    "step-up": [
      "the time is in the cookie",
      "As under jwt. The previous session is added to the list, so a copy of the old cookie is refused at once.",
    ],
    form: [
      "noticed when the form is sent",
      "The session ends when its cookie expires, or with an entry in the list. The form asks you to sign in here, and is sent again.",
    ],
    "service-token": [
      "refused with the next request",
      "The cookie is decrypted, the list is asked, then the user is read. After you sign out, a copy of the cookie gets no new tokens.",
    ],
  },
  code: {
    compare: [
      "if (one || (all && isEndedBy(all, session))) return null",
      "reads the cookie, and asks the list at each request",
    ],
    inspector: [
      "return tokens.issue({ id, user, ...times, authTime }",
      "encrypts the cookie, with the user in it",
    ],
    roles: [
      "const session = await read(cookie, { fresh: true })",
      "the role is a claim; update() reads the user again",
    ],
    "sign-out-elsewhere": [
      "if (one || (all && isEndedBy(all, session))) return null",
      "revocation writes to the list, and read() asks it",
    ],
    "time-limits": ["return session && tokens.renew(session, cookie)", "a renewal is a new cookie"],
  },
  renewal:
    "The cookie is the session, and each request asks a list whether it has ended. When a renewal is due, the response to the next request sets a cookie that expires later. The old cookie works until it expires.",
  choose: {
    says: {
      serverless: ["costs", "Every function needs a connection to the list."],
      monolith: [
        "costs",
        "It asks the store at each request, as a session would, and cannot list sessions.",
      ],
      microservices: ["costs", "Every service needs the list at each request."],
      content: [
        "costs",
        "Each page of each signed-in reader looks up an entry that rarely exists.",
      ],
      office: [
        "costs",
        "Someone who has left is signed out at once, but a new role applies only after a sign-in.",
      ],
      low: ["costs", "Ending a session early prevents little damage here."],
      medium: [
        "works",
        "A session can be ended if you know its id. Live sessions cannot be listed.",
      ],
      high: [
        "costs",
        "A stolen cookie is refused once it is in the list. If the list is lost, it works again.",
      ],
      kick: ["works", "An entry in the list ends the session. Live sessions cannot be listed."],
      devices: ["cannot", "No record of live sessions exists, so nobody can count them."],
      roles: [
        "cannot",
        "The role is in the cookie, and renewals copy it. Only requireRole asks the database.",
      ],
      password: ["works", "The change ends every session that began before it."],
      services: ["works", "It gets a signed token. Each call to this app asks the list."],
      rowless: ["cannot", "The list needs a store."],
      edge: [
        "cannot",
        "The secret reads the cookie, but only the list knows whether it has ended.",
      ],
    },
    store: "the cookie, and a list of ended sessions in Redis or Postgres",
    noticed: "by the next request",
    price:
      "It costs the same lookup at each request as a session in a database, and can do less: it cannot list sessions, count them, or see a new role. While its store is down, every request is refused. If the store loses the list, ended sessions work again.",
  },
};
