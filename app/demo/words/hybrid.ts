import type { Words } from "../shared/words";

export const words: Words = {
  expect: {
    demo: {
      "in the cookie": "as in jwt, for some minutes; a second cookie holds a refresh token",
      "a request costs": "one decryption, no store; SQL only at a refresh",
      "ended by": "deleting the row; signed out when the access token expires",
      "a new role is seen": "with the next access token",
    },
  },
  others: {
    "private-cache": [
      "shown until the cache ends",
      "The row is deleted, and both cookies are gone. The page in the browser uses neither.",
    ],
    outage: [
      "served until the access token ends",
      "Then the refresh fails, and the answer is 503. When the database is back, the same tokens work.",
    ],
    inspector: [
      "no SQL for minutes",
      "An access token, valid for minutes, has your id, name, email and role, encrypted. A refresh token is sent to one path only. The server has one row per sign-in. A refresh takes two statements.",
    ],
    "cookie-size": [
      "the access token grows",
      "Every claim makes the access token longer, with the limits of jwt. The refresh token stays the same and is sent to one path only.",
    ],
    roles: [
      "with the next access token",
      "Each refresh reads the user with the session, so a new role applies within minutes.",
    ],
    "sign-out-elsewhere": [
      "when the access token ends",
      "The refresh finds no row. Pages that ask the database, such as admin pages, refuse the session at once.",
    ],
    "device-limit": [
      "signed out when the access token ends",
      "The transaction that adds the newest session deletes the row of the oldest. Without its row, that session cannot be refreshed.",
    ],
    "time-limits": [
      "in the row, and copied",
      "Each refresh extends the row and copies its times into the access token. A copied cookie renews the same row; a refresh token used twice ends the session.",
    ],
    refresh: [
      "once per access token",
      "A refresh token works once and returns a new pair of tokens. An old token that is sent again after the grace time ends the session.",
    ],
    theft: [
      "noticed when it is used twice",
      "When a used refresh token is sent again after the grace time, the server deletes the row, for both of you. A thief has more time only if you never come back.",
    ],
    "step-up": [
      "the time is in both",
      "The access token and the row have the time of the sign-in. A refresh changes neither. A form that requires a recent sign-in reads the row.",
    ],
    form: [
      "noticed when the form is sent",
      "This action reads the row. If only the access token has ended, the form refreshes in the background. Otherwise it asks you to sign in here.",
    ],
    "service-token": [
      "refused with the next request",
      "One decryption, then one statement reads row and user. After you sign out, a copy of the cookies gets no new tokens.",
    ],
  },
  code: {
    compare: ["const inForce = row?.tokenHash === hash", "reads the row at each refresh"],
    inspector: [
      "return { ...(await access.issue(session)), refreshToken }",
      "issues the access token, and the refresh token of the row",
    ],
    roles: [
      "if (await store.rotate(row.id, swap, renewedAt, expires))",
      "rotate() puts the current role into the next access token",
    ],
    "sign-out-elsewhere": [
      "if (!session || !fresh) return session",
      "read() accepts the access token; only a fresh read asks for the row",
    ],
    "device-limit": [
      "const options = { replaces, limit: policy.deviceLimit",
      "the limit goes with the new row into one transaction",
    ],
    "time-limits": [
      "const expires = expiryFrom(limitsOf(policy, row)",
      "rotate() extends the row and issues the next pair",
    ],
    refresh: [
      "if (await store.rotate(row.id, swap, renewedAt, expires))",
      "a refresh token works once",
    ],
    theft: [
      "const ended = await store.remove({ userId: row.user.id, id: row.id })",
      "handles the newest token, the one before it, and all others",
    ],
  },
  choose: {
    says: {
      serverless: [
        "costs",
        "A visit after a pause starts with a refresh, which needs a connection.",
      ],
      monolith: ["costs", "Two cookies and a rotation save one cheap statement."],
      microservices: ["suits", "Most requests ask no store, and sessions still end in one place."],
      content: ["costs", "Two cookies and a rotation are too complex for a list of favourites."],
      office: ["works", "Someone who leaves is signed out when the access token expires."],
      low: ["costs", "Ending a session early prevents little damage here."],
      medium: ["works", "A suspicious session can be ended."],
      high: ["works", "A refresh token that both a thief and you have used ends the session."],
      kick: ["late", "Delete the row, and the session cannot be refreshed."],
      devices: ["late", "After a sign-in above the limit, the oldest session cannot be refreshed."],
      roles: ["late", "The role is in the access token. Each refresh reads it again."],
      password: ["late", "The change deletes the user's other rows, so they cannot be refreshed."],
      services: [
        "suits",
        "Calls ask no store, however many there are. Ending one row stops them within minutes.",
      ],
      rowless: ["cannot", "The refresh token belongs to a row."],
      edge: [
        "works",
        "The secret is enough to read the access token. Only a refresh asks the origin.",
      ],
    },
    store: "an access token, and Postgres, one row per sign-in",
    noticed: "when the access token expires",
    price:
      "Two cookies to understand, a route that refreshes them, and a delay to explain to people.",
  },
};
