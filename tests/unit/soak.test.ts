// The model that `npm run soak` holds a running site against: it must notice what is wrong.
import { beforeEach, describe, expect, test } from "vitest";
import {
  end,
  type Fault,
  judge,
  judgeAudit,
  judgeRows,
  live,
  newUser,
  type Rules,
  type Session,
  signedIn,
  type User,
} from "../../scripts/soak/model";
import { type Findings, toSvg, toText } from "../../scripts/soak/report";

const rules: Rules = { lag: 1000, deviceLimit: 2 };
let user: User;
let session: Session;

beforeEach(() => {
  user = newUser("u");
  session = { id: "one" };
  signedIn(user, session, rules, 0, 10);
});

const served = { status: 200, userId: "u", role: "user" };
const visit = (at: number, answer: object = served, faults: Fault[] = []) =>
  judge(user, session, { asked: at, answered: at + 5, status: 0, ...answer }, rules, faults);

describe("a visit", () => {
  test("of a live session is served, to its user", () => {
    expect(visit(100)).toBeNull();
    expect(visit(100, { ...served, userId: "other" })).toContain("as user other");
    expect(visit(100, { status: 401 })).toContain("had not ended");
    expect(visit(100, { status: 500 })).toContain("500");
  });

  test("of an ended session is served for the stated lag, and no longer", () => {
    end(session, "signed-out", 90, 100);
    expect(visit(1100)).toBeNull();
    expect(visit(1101)).toContain("served 1001 ms after its end (signed-out)");
    expect(visit(100, { status: 401 })).toBeNull();
  });

  test("may be refused while its session is being ended, and not before", () => {
    session.ending = 100;
    expect(visit(90, { status: 401 })).toContain("had not ended");
    expect(visit(96, { status: 401 })).toBeNull();
    expect(visit(5000)).toBeNull();
  });

  test("shows a role that was in force within the lag", () => {
    user.roles.push({ role: "admin", since: 100, done: 110 });
    expect(visit(90, { ...served, role: "admin" }), "not yet").toContain("was user");
    expect(visit(100, { ...served, role: "admin" })).toBeNull();
    expect(visit(1110)).toBeNull();
    expect(visit(1111), "no more").toContain("was admin");
  });

  test("finds no answer only while a part is down", () => {
    expect(visit(100, { status: 503 })).toContain("no part was down");
    const fault = { what: "Postgres", from: 104, until: 200 };
    expect(visit(100, { status: 503 }, [fault])).toBeNull();
    expect(visit(201, { status: 503 }, [fault])).toContain("no part was down");
  });
});

test("a sign-in above the limit ends the oldest session", () => {
  signedIn(user, { id: "two" }, rules, 20, 30);
  signedIn(user, { id: "three" }, rules, 40, 50);
  expect(live(user).map(({ id }) => id)).toEqual(["two", "three"]);
  expect(session).toMatchObject({ ended: 50, reason: "session-ended-by-device-limit" });
});

test("the rows are those of the live sessions", () => {
  signedIn(user, { id: "two" }, rules, 20, 30);
  expect(judgeRows(user, ["two", "one"], rules)).toEqual([]);
  expect(judgeRows(user, ["two"], rules)).toEqual(["session one has no row"]);
  expect(judgeRows(user, ["one", "two", "three"], rules)).toEqual([
    "user u has 3 sessions",
    "row three belongs to no session that is known to live",
  ]);
});

test("each end is in the audit trail, by its own session or by its user", () => {
  const trail = (...events: Parameters<typeof judgeAudit>[1]) => judgeAudit([user], events);
  expect(trail(), "it lives").toEqual([]);
  end(session, "signed-out", 20, 30);
  expect(trail()).toEqual([expect.stringContaining("session one has ended (signed-out)")]);
  expect(trail({ event: "signed-out", userId: "u", sessionId: "two" })).toHaveLength(1);
  expect(trail({ event: "signed-in", userId: "u", sessionId: "one" })).toHaveLength(1);
  expect(trail({ event: "signed-out", userId: "u", sessionId: "one" })).toEqual([]);
  expect(trail({ event: "signed-out", userId: "u", sessionId: null })).toEqual([]);
});

test("the report has every figure, and the picture every restart", () => {
  const nodes = [{ name: "A", memory: 100, handles: 20 }];
  const findings: Findings = {
    title: "Soak",
    samples: [2, 4].map((at) => ({ at, answers: { 200: 10, 401: 1, 503: 0 }, nodes })),
    restarts: [{ what: "Redis", from: 1, until: 3 }],
    counts: new Map([["visit 200", 20]]),
    violations: [],
  };
  expect(toText(findings)).toMatch(
    /visit 200 +20\n[\s\S]*Redis, from 1 s to 3 s[\s\S]*Nothing was wrong/,
  );
  expect(toText({ ...findings, violations: ["bad"] })).toMatch(/Wrong: 1\n {2}bad/);
  expect(toSvg(findings)).toContain(">Redis</text>");
  expect(toSvg(findings).match(/<polyline/g)).toHaveLength(4);
});
