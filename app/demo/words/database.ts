import type { Words } from "../shared/words";

export const words: Words = {
  expect: {
    demo: {
      "in the cookie": "a random key; the server stores only a hash of it",
      "a request costs": "one SQL statement",
      "ended by": "deleting the row; the next request is signed out",
      "a new role is seen": "by the next request",
    },
  },
  others: {
    "private-cache": [
      "shown until the cache ends",
      "The row is deleted. The page in the browser sends no request, so nobody looks for the row.",
    ],
    outage: [
      "503 at once",
      // #region redis
      "Each request reads the row. With Redis, sessions that were used within the last 50 seconds stay valid. Nobody is signed out.",
      // #endregion
      // without redis: "Each request asks for the row. Nobody is signed out.",
    ],
    inspector: [
      "one SQL statement",
      "The cookie is a random key without any data. The server has one row per sign-in, with a hash of the key. One statement reads session and user together.",
    ],
    "cookie-size": [
      "always the same",
      "The cookie is a random key. What you add goes into a table, so no limit of a browser, a server or a proxy matters.",
    ],
    roles: ["with the next request", "The statement that finds the session reads the role too."],
    "sign-out-elsewhere": [
      "with the next request",
      "The row is deleted, so the key is no longer accepted.",
    ],
    "device-limit": [
      "the oldest is signed out at once",
      "The transaction that adds the newest session deletes the oldest. Parallel sign-ins cannot exceed the limit.",
    ],
    "time-limits": [
      "in the session's row",
      "A renewal is an UPDATE of the row, and the cookie stays the same. A copied cookie renews the same row as yours, so both end together.",
    ],
    refresh: [
      "nothing to refresh",
      "A renewal extends the row. Each request asks the database, and the cookie stays the same.",
    ],
    theft: [
      "not noticed by itself",
      "Both of you send the same key. Delete the row, and the next request of each is refused.",
    ],
    "step-up": [
      "the time is in the row",
      "Each request reads the row of the session, with the time of the sign-in. The new sign-in replaces the row, so the old cookie is no longer valid.",
    ],
    form: [
      "noticed when the form is sent",
      "The session ends when its row is deleted or expires. The form asks you to sign in here, and is sent again.",
    ],
    "service-token": [
      "refused with the next request",
      "One statement finds session and user. After you sign out, a copy of the cookie gets no new tokens.",
    ],
  },
  code: {
    compare: ["const row = await store.find({ tokenHash", "reads the row at each request"],
    inspector: ["const row = await store.find({ tokenHash", "finds the row of the random key"],
    roles: ["return row && toSession(row)", "the user comes with the row, at each request"],
    "sign-out-elsewhere": [
      "const row = await store.find({ tokenHash",
      "a session without a row has ended",
    ],
    "device-limit": [
      "const options = { replaces, limit: policy.deviceLimit",
      "the limit goes with the new row into one transaction",
    ],
    "time-limits": [
      "await store.extend(row, now, expires)",
      "renew() extends the row; read() does not",
    ],
  },
  renewal:
    "The cookie is a key, and each request reads its row. When a renewal is due, the server extends the row. The cookie stays the same.",
  choose: {
    says: {
      serverless: ["costs", "Every function needs a connection, so Postgres needs a pooler."],
      monolith: ["suits", "The database is nearby, and most pages ask it anyway."],
      microservices: ["costs", "Every request to any service reads the same table."],
      content: ["costs", "Each page of each signed-in reader asks the database."],
      office: [
        "suits",
        "At the next request, someone who has left is signed out and a new role applies.",
      ],
      medium: ["works", "A suspicious session can be ended."],
      high: ["suits", "A stolen cookie is worthless as soon as its row is deleted."],
      kick: ["suits", "Delete the row, and the next request is signed out."],
      devices: ["suits", "A sign-in above the limit ends the oldest session."],
      roles: ["suits", "Every request reads the role with the session."],
      password: ["suits", "The change deletes the user's other rows."],
      services: ["works", "It gets a signed token. Each call to this app reads the session."],
      rowless: ["cannot", "Each session is a row in the database."],
      edge: ["cannot", "The cookie is a random key: without the table it has no meaning."],
    },
    store: "Postgres, one row per sign-in",
    noticed: "by the next request",
    price:
      "Each signed-in request waits for a store. While that store is down, no session can be checked.",
  },
};
