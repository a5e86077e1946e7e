// The code that a page shows: from each file the block with the mark, and what it decides. A mark is a piece of text,
// so that it stays valid when lines move; code.test.ts checks each mark. The texts for the files of the strategies are
// in app/demo/words.
import { type StrategyName, strategyNames } from "@/lib/session/strategies";

type Shown = Record<string, readonly [mark: string, decides: string]>;

export const shownCode = {
  // #region keep
  compare: {
    "app/demo/compare/live.ts": [
      "export async function playStory",
      "plays the story: which method each event calls",
    ],
    "app/demo/compare/stores.ts": [
      "export async function withStores",
      "the table, and Redis with a clock that can be set",
    ],
    "app/demo/compare/story.ts": [
      "export const storySchema",
      "what a story may contain, and what each event demands",
    ],
    "lib/session/policy.ts": [
      "return Math.min(now + policy.maxAge",
      "the lifetimes, as functions of time",
    ],
  },
  // #endregion
  inspector: {
    "lib/session/tokens/claims.ts": ["return { id, email, name:", "which claims a cookie carries"],
    "lib/session/store/table.ts": [
      'FROM "Session" s JOIN "User" u',
      "the one SQL statement that a check costs",
    ],
    "lib/session/cookie.ts": [
      "export const sessionCookie =",
      "the names and attributes of the cookies",
    ],
    "lib/http/timing.ts": [
      "export function countSql",
      "how statements and milliseconds are counted",
    ],
  },
  "cookie-size": {
    "lib/session/tokens/seal.ts": [
      "return new EncryptJWT(claims)",
      "encrypts the claims, for the session and for this page",
    ],
    "lib/session/tokens/claims.ts": [
      "export function toClaims",
      "which claims the session cookie has",
    ],
    "lib/session/tokens/reference-token.ts": [
      "crypto.getRandomValues",
      "the key that the database strategy uses instead",
    ],
    "app/demo/cookie-size/recipe.ts": [
      "export function cut",
      "how this page splits a cookie, as Auth.js does",
    ],
  },
  roles: {
    "lib/session/current.ts": [
      "const user = await requireUser(returnTo, { fresh: true })",
      "requireRole asks the database each time, under every strategy",
    ],
    "lib/session/store/table.ts": [
      'u.id AS "userId", u.email, u.name, u.role',
      "the role, read in one statement with the session",
    ],
    "lib/authjs/sessions.ts": [
      'if (trigger !== "update"',
      "what update() in the browser does, and which input it ignores",
    ],
    "app/demo/api/roles/route.ts": [
      "setThrowAwayRole(user.id, role)",
      "how this page changes the role, only of its throw-away user",
    ],
  },
  "sign-out-elsewhere": {
    "lib/session/strategy.ts": [
      "readonly endNoticedWithin",
      "endNoticedWithin and revocation: what a strategy declares",
    ],
    "app/demo/api/sign-out-elsewhere/route.ts": [
      "=> revocation.end(user.id, browser.id)",
      "how this page simulates the two browsers",
    ],
  },
  "device-limit": {
    "lib/session/store/table.ts": [
      'ORDER BY "authTime" DESC, "createdAt" DESC, id OFFSET',
      "insert(): locks the user's row, adds a session and deletes the oldest",
    ],
    "lib/session/policy.ts": ["deviceLimit?:", "deviceLimit: a rule for every strategy"],
    "app/demo/api/device-limit/route.ts": [
      "const lab = labStrategy({ deviceLimit: LIMIT",
      "the limit and the throw-away user of this page",
    ],
  },
  "time-limits": {
    "lib/session/policy.ts": [
      "return Math.min(now + policy.maxAge",
      "the three limits, as pure functions of the times and the clock",
    ],
    "lib/browser/keep-alive.ts": [
      "export async function recordActivity",
      "how the browser reports typing",
    ],
    "docs/session-limits.md": ["| rolling  |", "settings for NIST SP 800-63B-4, levels 1 to 3"],
    "app/demo/api/time-limits/route.ts": [
      "const practice = limitNames.map",
      "the practice session",
    ],
  },
  refresh: {
    "app/api/session/refresh/route.ts": [
      "const issued =",
      "POST for the browser's timer, GET for the redirect of a page",
    ],
    "lib/browser/refresh.ts": [
      "export function refreshSession",
      "one refresh for all tabs: a lock, and what the tabs share",
    ],
    "lib/browser/keep-alive.ts": [
      "const beforeEnd =",
      "when keepAlive refreshes: before the expiry, in a visible page",
    ],
    "lib/browser/session-fetch.ts": [
      "await refreshSession()",
      "after a 401: a refresh, and the same request again",
    ],
    "middleware.ts": [
      "const waiting = verdict.refresh",
      "redirects a page visit whose access token has expired to the refresh route",
    ],
  },
  "private-cache": {
    "app/demo/private-cache/kept/page.tsx": [
      '"use cache: private"',
      "the page that caches a session: do not copy this",
    ],
    "lib/session/current.ts": [
      "await connection()",
      "getSession() begins with connection(), which such a function may not call",
    ],
  },
  outage: {
    "lib/errors.ts": [
      "export class StoreUnavailable extends Error",
      "“could not check” is a separate answer",
    ],
    "lib/http/respond.ts": ["findStoreUnavailable(error)", "StoreUnavailable becomes 503"],
    "app/demo/api/outage/route.ts": ["new Proxy({}", "how this page stops the database"],
  },
  theft: {
    "lib/session/tokens/refresh-token.ts": [
      "if ((await hashToken(signed)) === hash)",
      "how a lost answer can be repeated without a stored token",
    ],
    "lib/session/store/table.ts": [
      "data: { sessionToken: to,",
      "rotates by compare and swap: of two parallel refreshes, one succeeds",
    ],
    "tests/contract/refresh-reuse.test.ts": [
      "a millisecond after the grace time is reuse",
      "the same scenarios as tests",
    ],
    "app/demo/api/family/family.ts": [
      "async function nameOf",
      "the practice session, and how it hides its tokens",
    ],
  },
  form: {
    "components/use-form-action.ts": [
      "sendForm(() => action(previous, form), ask)",
      "the hook: use it in place of useActionState",
    ],
    "lib/browser/send-form.ts": [
      "if (!(await askToSignIn(reason)))",
      "when it refreshes, asks to sign in, and sends again",
    ],
    "components/sign-in-popup.tsx": [
      "if (who === user.id) onClose(true)",
      "the dialog, which the root layout includes",
    ],
    "lib/forms/action.ts": [
      '"refresh" : "signed-out"',
      "what the server answers to the form of a guest",
    ],
    "lib/browser/session-fetch.ts": ["await refreshSession()", "the same for fetch"],
    "app/demo/form/actions.ts": ["authorize: () => requireSession", "the action of this page"],
  },
  "step-up": {
    "lib/session/require-recent.ts": [
      "if (await signedInRecently(strategy, session, { within })) return session",
      "who may continue, and where others are redirected without JavaScript",
    ],
    "lib/session/recent.ts": [
      "return now - authTime < within * 1000",
      "the comparison: authTime never changes",
    ],
    "lib/forms/action.ts": [
      "if (isSignInAgain(error))",
      "a form answers “sign in again” instead of a redirect",
    ],
    "components/sign-in-popup.tsx": [
      "if (who === user.id) onClose(true)",
      "the dialog: only the user of the page can go on",
    ],
    "app/demo/step-up/actions.ts": [
      'requireRecentSignIn("/demo/step-up", { within: WITHIN })',
      "the action of this page",
    ],
  },
  "service-token": {
    "app/api/token/route.ts": [
      "await getCurrentUser({ fresh: true })",
      "who gets a token, and what is refused",
    ],
    "features/service-tokens/service-token.ts": [
      ".setAudience(audience)",
      "the claims, the keys, and which audiences are allowed",
    ],
    "app/.well-known/jwks.json/route.ts": ["serviceTokens.keySet()", "the public keys"],
    "examples/service/server.mjs": [
      "await jwtVerify(token, keys, demands)",
      "everything that a service has to check",
    ],
    "app/demo/api/service-token/service.ts": [
      "await jwtVerify(",
      "how this page acts as the service",
    ],
  },
  // #region keep
  move: {
    "features/move/move.ts": [
      "async function strategyFor",
      "which strategy a request's session belongs to, and who may exchange it",
    ],
    "features/move/exchange.ts": [
      "async function issue(",
      "the exchange: one transaction, at most once",
    ],
    "features/move/copies.ts": [
      "async function answerCopy",
      "how a copy of the old cookie is answered",
    ],
    "app/demo/api/move/play.ts": [
      "export const play =",
      "how this page moves the simulated browsers",
    ],
  },
  // #endregion
  // #region keep
  choose: {
    "app/demo/choose/rules.ts": [
      "export const choices",
      "the answers, and the lifetimes that follow from them",
    ],
    "app/demo/choose/recommend.ts": [
      "export function recommend",
      "how the reasons are added up, and when the runner-up wins",
    ],
    "app/demo/choose/settings.ts": [
      "export function settingsFor",
      "stores, lifetimes and the lines for .env",
    ],
    "lib/session/policy.ts": ["export interface SessionPolicy", "what the lifetimes do"],
    "lib/env-schema.ts": [
      "const schema = z.object",
      "which settings there are, and which are refused",
    ],
  },
  // #endregion
  report: {
    "scripts/lib/compare/story.mjs": ["export async function tell", "the steps of the measurement"],
    "scripts/lib/compare/timing.mjs": [
      "export async function time",
      "how the requests are timed, in turn",
    ],
    "scripts/lib/compare/servers.mjs": [
      "export async function startServer",
      "the servers, and their settings",
    ],
    "scripts/lib/compare/switch.mjs": [
      "async function cut()",
      "how the connection to the database is cut",
    ],
    "app/demo/shared/report-schema.ts": ["export const reportSchema", "the content of a report"],
  },
} as const satisfies Record<string, Shown>;

export type CodePage = keyof typeof shownCode;

/** The registry has a line per strategy, and each strategy has a file of that name. */
export const strategyFile = (name: StrategyName) => `lib/session/strategies/${name}.ts`;
export const wordsFile = (name: StrategyName) => `app/demo/words/${name}.ts`;

/** The files that the lab shows as a whole. Nothing else can be asked for. */
export const sourceFiles: string[] = [
  ...new Set([
    ...strategyNames.flatMap((name) => [strategyFile(name), wordsFile(name)]),
    ...Object.values(shownCode).flatMap((files) => Object.keys(files)),
  ]),
];
