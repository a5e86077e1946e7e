// What scripts/lib/compare makes of a server's answers. The server is a stub: what matters are answers that the app
// gives only when something is wrong.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, expect, test } from "vitest";
import { tell } from "../../../scripts/lib/compare/story.mjs";

/** How each path is answered: a status, or a body with 200. Where one path has two meanings, with what was sent. */
type Answers = Record<string, number | object>;

const usual: Answers = {
  "GET /api/auth/csrf": { csrfToken: "" },
  "POST /api/auth/callback/credentials": {},
  "POST /api/auth/signout": {},
  "GET /demo/api/measured": { session: "1" },
  'POST /demo/api/measured {"end":"1"}': 409,
  'POST /demo/api/measured {"role":"admin"}': { done: true },
  "GET /api/me": { user: { role: "user" } },
};

const who = ["kicked", "leaving", "measured", "promoted"];

let server: Server | undefined;
afterEach(() => server?.close());

/** Plays the story to a server that answers like this, each lag watched for a fifth of a second. */
async function play(answers: Answers) {
  const all = { ...usual, ...answers };
  const watched = new Set<string>();
  server = createServer(async (request, response) => {
    const { method, url, headers } = request;
    const body = await text(request);
    const answer = all[`${method} ${url}`] ?? all[`${method} ${url} ${body}`] ?? 404;
    const email = new URLSearchParams(body).get("email");
    if (email) response.setHeader("set-cookie", `session=${email}`);
    if (url === "/api/me") watched.add(headers.cookie ?? "");
    response.statusCode = typeof answer === "number" ? answer : 200;
    response.end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const person = (email: string) => ({ email, password: "" });
  const people = Object.fromEntries(who.map((name) => [name, person(name)]));
  const way = { cut: async () => {}, mend: async () => {} };
  const limits = { watched: 0.2, watchedDown: 0.2 };
  const run = (_name: string, work: () => Promise<unknown>) => work();
  const told = await tell({ url, variant: "jwt", strategy: "jwt", people, way }, limits, run);
  return { figures: told.figures, watched };
}

test("a change that was not seen in time is null, also if no session can be ended", async () => {
  const { figures, watched } = await play({});
  expect([...watched].toSorted()).toEqual(who.map((name) => `session=${name}`));
  expect(figures).toMatchObject({ kickSeconds: null, roleSeconds: null, copySeconds: null });
  expect(figures.databaseDown).toEqual({
    servedSeconds: null,
    thenStatus: null,
    signedInAfterwards: true,
  });
});

test.each([
  ["kick", 'POST /demo/api/measured {"end":"1"}', 403],
  ["kick", 'POST /demo/api/measured {"end":"1"}', 429],
  ["kick", 'POST /demo/api/measured {"end":"1"}', 500],
  ["role", 'POST /demo/api/measured {"role":"admin"}', 403],
  ["sign-out", "POST /api/auth/signout", 500],
  ["\\S+", "GET /api/me", 503],
])("%s: no figure is reported if %s is answered with %i", async (step, path, status) => {
  await expect(play({ [path]: status })).rejects.toThrow(new RegExp(`^jwt, ${step}: .*${status}`));
});

test("ending a session that does not exist is an error", async () => {
  const nothing = { 'POST /demo/api/measured {"end":"1"}': { done: false } };
  await expect(play(nothing)).rejects.toThrow("jwt, kick: ");
});
