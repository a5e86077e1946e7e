import type { Words } from "../shared/words";

export const words: Words = {
  expect: {
    demo: {
      "in the cookie": "as in jwt, for some minutes; a second cookie holds a refresh token",
      "a request costs": "one decryption, no store; SQL only at a refresh",
      "ended by": "deleting the row; signed out when the access token expires",
      "a new role is seen": "with the next access token",
    },
    inspector: {
      "the cookie":
        "an access token of about 470 bytes, valid for minutes, and a refresh token for one path",
      "the server keeps": "one row per sign-in, with a hash of the refresh token",
      "a check costs": "one decryption, no SQL; a refresh costs two statements",
    },
    "cookie-size": {
      "grows with": "every claim in the access token; the refresh token stays the same",
      "the browser": "as under jwt; it sends the refresh token to one path only",
      "Auth.js": "as under jwt",
      "the server": "as under jwt",
      "a proxy": "as under jwt",
    },
    "time-limits": {
      "the times are": "columns of the session's row, copied into the access token",
      "activity is recorded":
        "at each refresh, by an UPDATE; with an idle timeout, an access token lives a tenth of it",
      "who enforces them": "the server: the access token at each request, the row at each refresh",
      "a copied cookie": "renews the same row; a refresh token used twice ends the session",
    },
    refresh: {
      "is renewed": "both cookies: a refresh token works once, and gives a new pair",
      "the database is asked": "once per access token",
      "an old copy": "of the refresh token, sent again later, ends the session",
    },
    theft: {
      "a thief gets": "access until the access token expires; more only if you never refresh again",
      "the server notices": "when a used refresh token is sent again after the grace period",
      "what ends it": "that reuse: the server deletes the row, for both of you",
    },
    form: {
      "the session ends": "when its row is deleted or expires, not when an access token expires",
      "the form notices": "when it is sent: this action reads the row",
      "and then": "it refreshes in the background; if that fails, it asks you to sign in here",
    },
    "service-token": {
      "to get one": "the access token is decrypted, then one SQL statement reads row and user",
      "after signing out": "no new ones, from the next request on",
    },
  },
  lanes: {
    roles: {
      keeps: "role in the access token",
      lag: "still the old role, for minutes",
      becomes: "new role",
      verdict: [
        "The new role comes minutes later,",
        "with the next access token: each refresh reads the user with the session.",
      ],
    },
    "sign-out-elsewhere": {
      keeps: "one row per sign-in",
      lag: "still in, for minutes",
      becomes: "out",
      verdict: [
        "Signed out minutes later,",
        "when the access token expires and the refresh finds no row. At once where the app asks the database.",
      ],
    },
    "device-limit": {
      keeps: "one row per sign-in",
      lag: "in, until its access token ends",
      becomes: "the oldest is out",
      verdict: [
        "The oldest session ends minutes later,",
        "when its access token expires. In the experiment that takes 10 seconds.",
      ],
    },
  },
  code: {
    compare: "reads the row at each refresh",
    inspector: "the access token, and the refresh token that leads to a row",
    roles: "rotate() puts the current role into the next access token",
    "sign-out-elsewhere":
      "read() accepts the access token; rotate() and a fresh read() ask for the row",
    "time-limits": "rotate() extends the row and issues the next pair",
    refresh: "what a refresh token is worth",
    theft: "rotate(): the newest token, the one before it, and all others",
  },
  choose: {
    says: {
      serverless: [
        "costs",
        "A visit after a pause starts with a refresh, which needs a connection.",
      ],
      monolith: ["costs", "Two cookies and a rotation save one cheap statement."],
      microservices: ["suits", "Most requests ask no store, and sessions still end in one place."],
      content: ["costs", "Two cookies and a rotation are too much for a list of favourites."],
      office: ["works", "Someone who leaves is signed out when the access token expires."],
      low: ["costs", "Ending a session early would save little here."],
      medium: ["works", "A suspicious session can be ended."],
      high: ["works", "A refresh token that both a thief and you have used ends the session."],
      kick: ["late", "Delete the row, and the session cannot be refreshed."],
      devices: ["late", "One sign-in too many ends the refreshes of the oldest session."],
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
