import type { Words } from "../shared/words";

export const words: Words = {
  expect: {
    demo: {
      "in the cookie": "a random key; the server stores only a hash of it",
      "a request costs": "one SQL statement",
      "ended by": "deleting the row; the next request is signed out",
      "a new role is seen": "by the next request",
    },
    inspector: {
      "the cookie": "about 60 bytes: a random key without any data",
      "the server keeps": "one row per sign-in, with a hash of the key",
      "a check costs": "one SQL statement for session and user together",
    },
    "cookie-size": {
      "grows with": "nothing: what you add goes into a table",
      "the browser": "keeps it",
      "Auth.js": "has nothing to split",
      "the server": "accepts it",
      "a proxy": "accepts it",
    },
    "time-limits": {
      "the times are": "columns of the session's row",
      "activity is recorded": "by an UPDATE of the row; the cookie stays the same",
      "who enforces them": "the server, at every request",
      "a copied cookie": "renews the same row as yours, so both end together",
    },
    refresh: {
      "is renewed": "the row's expiry; the cookie stays the same",
      "the database is asked": "at each request",
      "an old copy": "is the same session: there is only one key",
    },
    theft: {
      "a thief gets": "the whole session, up to the absolute limit",
      "the server notices": "not by itself: both of you send the same key",
      "what ends it": "deleting the row: the next request of each is signed out",
    },
    form: {
      "the session ends": "when its row is deleted or expires",
      "the form notices": "when it is sent",
      "and then": "it asks you to sign in here, and sends again",
    },
    "service-token": {
      "to get one": "one SQL statement finds session and user",
      "after signing out": "no new ones, from the next request on",
    },
  },
  lanes: {
    roles: {
      keeps: "role read with the session",
      becomes: "new role, 0 s",
      verdict: [
        "The next request has the new role.",
        "The statement that finds the session reads the role too.",
      ],
    },
    "sign-out-elsewhere": {
      keeps: "one row per sign-in",
      becomes: "out at once, 0 s",
      verdict: ["Signed out at the next request.", "The row is deleted, so the key opens nothing."],
    },
    "device-limit": {
      keeps: "one row per sign-in",
      becomes: "the oldest is out at once",
      verdict: [
        "The oldest session ends",
        "in the transaction that adds the newest. Parallel sign-ins cannot exceed the limit.",
      ],
    },
  },
  code: {
    compare: "reads the row at each request",
    inspector: "the random key, and the row that it leads to",
    "sign-out-elsewhere": "a deleted row is an ended session",
    "time-limits": "renew() extends the row; read() does not",
  },
  renewal:
    "The cookie is a key, and each request reads its row. When a renewal is due, the row expires later. The cookie stays the same.",
  choose: {
    says: {
      serverless: ["costs", "Every function needs a connection, so Postgres needs a pooler."],
      monolith: ["suits", "The database is nearby, and most pages ask it anyway."],
      microservices: ["costs", "Every request to any service reads the same table."],
      content: ["costs", "Each page of each signed-in reader asks the database."],
      office: [
        "suits",
        "Someone who leaves is signed out, and a new role counts, at the next request.",
      ],
      medium: ["works", "A suspicious session can be ended."],
      high: ["suits", "A stolen cookie is worthless as soon as its row is deleted."],
      kick: ["suits", "Delete the row, and the next request is signed out."],
      devices: ["suits", "One sign-in too many ends the oldest session."],
      roles: ["suits", "Every request reads the role with the session."],
      password: ["suits", "The change deletes the user's other rows."],
      services: ["works", "It gets a signed token. Each call to this app reads the session."],
      rowless: ["cannot", "A session is a row."],
      edge: ["cannot", "The cookie is a random key: without the table it has no meaning."],
    },
    store: "Postgres, one row per sign-in",
    noticed: "by the next request",
    price:
      "Each signed-in request waits for a store. While that store is down, nobody is signed in.",
  },
};
