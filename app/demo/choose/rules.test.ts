import { parseEnv as parseFile } from "node:util";
import { describe, expect, test, vi } from "vitest";
import { parseEnv } from "@/lib/env-schema";
import { experiments } from "../experiments";
import { parseAnswers, toLink } from "./answers";
import { listOptions } from "./options";
import { recommend as recommendOf } from "./recommend";
import { type Answers, choices, type Need, needs, presets, projects, sensitivities } from "./rules";
import { settingsFor, toLines } from "./settings";

const options = await listOptions();
const recommend = (answers: Answers) => recommendOf(options, answers);

const HOUR = 60 * 60;
const DAY = 24 * HOUR;

const subsets = Array.from({ length: 2 ** needs.length }, (_, bits) =>
  needs.filter((_, n) => bits & (1 << n)),
);
const everything: Answers[] = projects.flatMap((project) =>
  sensitivities.flatMap((sensitivity) => subsets.map((needs) => ({ project, sensitivity, needs }))),
);

/** What a server has to look up somewhere. */
const lookedUp = ["kick", "devices", "roles", "password"] as const;

// Some of these try every answer: on a slow machine that takes a while.
vi.setConfig({ testTimeout: 120_000 });

describe("the presets", () => {
  test.each([
    ["Content site", { AUTH_STRATEGY: "jwt", SESSION_MAX_AGE: 30 * DAY }],
    ["Shop", { AUTH_STRATEGY: "jwt", SESSION_MAX_AGE: 7 * DAY }],
    [
      "Internal office system",
      {
        AUTH_STRATEGY: "database",
        REDIS_URL: "redis://localhost:6379",
        SESSION_DEVICE_LIMIT: 3,
        SESSION_ABSOLUTE_MAX_AGE: DAY,
        SESSION_IDLE_TIMEOUT: HOUR,
        PASSWORD_MIN_LENGTH: 15,
      },
    ],
    [
      "Bank-like",
      {
        AUTH_STRATEGY: "database",
        SESSION_ABSOLUTE_MAX_AGE: 12 * HOUR,
        SESSION_IDLE_TIMEOUT: HOUR / 4,
        PASSWORD_MIN_LENGTH: 15,
      },
    ],
    ["Platform with an API", { AUTH_STRATEGY: "hybrid" }],
  ])("%s", (name, expected) => {
    const answers = presets[name] as Answers;
    const recommendation = recommend(answers);
    expect(settingsFor(answers, recommendation).env).toMatchObject(expected);
    expect(recommendation.unmet).toEqual([]);
    expect(recommendation.reasons.length).toBeGreaterThan(0);
  });

  test("are these", () => {
    expect(Object.keys(presets)).toHaveLength(5);
  });
});

const all = everything.map((answers) => ({
  answers,
  recommended: recommend(answers),
  link: toLink(answers),
}));
type Case = (typeof all)[number];
/** The links of those that fail, so that a failure can be opened. */
const linksWhere = (fails: (one: Case) => boolean) => all.filter(fails).map(({ link }) => link);

describe(`of all ${all.length} answers`, () => {
  test("each gets a strategy and a reason", () => {
    const poor = linksWhere(
      ({ recommended: { option, reasons } }) =>
        !options.includes(option) || !reasons.some(({ why }) => why),
    );
    expect(poor).toEqual([]);
  });

  test("each has every need answered once: met, late, or named as unmet", () => {
    const silent = linksWhere(({ answers, recommended }) =>
      answers.needs.some((need) => {
        const said = [...recommended.reasons, ...recommended.givesUp].filter(
          ({ answer }) => answer === need,
        );
        const unmet = said[0]?.grade === "cannot";
        return said.length !== 1 || unmet !== recommended.unmet.includes(need);
      }),
    );
    expect(silent).toEqual([]);
  });

  test("only contradictions leave a need unmet, and what to drop settles them", () => {
    const dishonest = linksWhere(({ answers, recommended: { strategy, unmet, instead } }) => {
      const contradicts =
        answers.needs.includes("rowless") && lookedUp.some((need) => answers.needs.includes(need));
      if (!contradicts) return unmet.length > 0 || instead !== null;
      const without = (dropped: Need[]) =>
        recommend({ ...answers, needs: answers.needs.filter((need) => !dropped.includes(need)) });
      return (
        unmet.length === 0 ||
        without(unmet).strategy !== strategy ||
        without(unmet).unmet.length > 0 ||
        !instead ||
        without(instead.unmet).unmet.length > 0
      );
    });
    expect(dishonest).toEqual([]);
  });

  test("an urgent need is met late only where no other strategy meets as many needs in time", () => {
    const late = linksWhere(({ answers, recommended: { givesUp, unmet } }) => {
      const isUrgent = (need: string) => need === "roles" || answers.sensitivity === "high";
      if (!givesUp.some(({ answer, grade }) => grade === "late" && isUrgent(answer))) return false;
      return options.some(({ says }) => {
        const grades = answers.needs.map((need) => ({ need, grade: says[need]?.[0] }));
        return (
          !grades.some(({ need, grade }) => grade === "late" && isUrgent(need)) &&
          grades.filter(({ grade }) => grade === "cannot").length <= unmet.length
        );
      });
    });
    expect(late).toEqual([]);
  });

  test("each comes with settings that the app accepts", () => {
    const refused = linksWhere(({ answers, recommended }) => {
      const { env } = settingsFor(answers, recommended);
      const read = parseFile(toLines(env));
      const AUTH_SECRET = "a secret of the unit tests and of no use elsewhere";
      const parsed = parseEnv({ ...read, AUTH_SECRET });
      const lost = Object.entries(env).some(([name, value]) => read[name] !== String(value));
      return lost || !("env" in parsed);
    });
    expect(refused).toEqual([]);
  });

  test("each runner-up wins under the answers that it names", () => {
    const wrong = linksWhere(({ recommended: { strategy, runnerUp } }) => {
      if (!runnerUp) return false;
      const wins = runnerUp.when.every(
        ({ answers }) => recommend(answers).strategy === runnerUp.strategy,
      );
      return runnerUp.strategy === strategy || runnerUp.when.length === 0 || !wins;
    });
    expect(wrong).toEqual([]);
  });

  test("each survives being a link", () => {
    for (const { answers, link } of all)
      expect(parseAnswers(new URL(link, "http://local").searchParams)).toEqual({
        answers,
        ignored: [],
      });
  });

  test("with high sensitivity, each gets sessions that can be ended, unless nothing may be stored", () => {
    const risky = linksWhere(
      ({ answers: { sensitivity, needs }, recommended: { option } }) =>
        sensitivity === "high" && option.says.kick?.[0] === "cannot" && !needs.includes("rowless"),
    );
    expect(risky).toEqual([]);
  });
});

test("the access token is said to lag as long as it does", () => {
  const lag = (answers: Answers) => {
    const { access, env } = settingsFor(answers, recommend(answers));
    expect(env.ACCESS_TOKEN_MAX_AGE).toBe(access?.seconds);
    return access?.seconds;
  };
  const kept = { project: "microservices", sensitivity: "medium" } as const;
  expect(recommend({ ...kept, needs: [] }).strategy).toBe("hybrid");
  expect(lag({ ...kept, needs: [] })).toBe(15 * 60);
  expect(lag({ ...kept, needs: ["kick"] })).toBe(5 * 60);
  // With an idle timeout activity is recorded each tenth of it, and an access token lives no longer.
  expect(lag({ project: "microservices", sensitivity: "high", needs: ["edge"] })).toBe(90);
  expect(lag({ project: "monolith", sensitivity: "medium", needs: [] })).toBeUndefined();
});

test("an API is a reason for hybrid, and what it costs there is said", () => {
  const { reasons, givesUp } = recommend(presets["Platform with an API"] as Answers);
  expect(reasons).toContainEqual(expect.objectContaining({ answer: "services", grade: "suits" }));
  expect(givesUp).toContainEqual(expect.objectContaining({ answer: "kick", grade: "late" }));
});

describe("the lines for .env", () => {
  const envFor = (answers: Answers) => settingsFor(answers, recommend(answers)).env;
  const medium = { sensitivity: "medium" } as const;

  test("have a provider to fill in where there is no database", () => {
    const rowless = envFor({ ...medium, project: "content", needs: ["rowless"] });
    expect(rowless).toMatchObject({ AUTH_GITHUB_ID: "", AUTH_GITHUB_SECRET: "" });
    expect(rowless).not.toHaveProperty("DATABASE_URL");
    expect(envFor({ ...medium, project: "content", needs: [] })).not.toHaveProperty(
      "AUTH_GITHUB_ID",
    );
  });

  test("have a secret for the scheduler if sessions are stored and the app is serverless", () => {
    expect(envFor({ ...medium, project: "serverless", needs: ["kick"] }).CRON_SECRET).toBe("");
    for (const answers of [
      { ...medium, project: "serverless" as const, needs: [] },
      { ...medium, project: "monolith" as const, needs: [] },
    ])
      expect(envFor(answers)).not.toHaveProperty("CRON_SECRET");
  });

  test("contain the services that get tokens", () => {
    const { TOKEN_AUDIENCES } = envFor(presets["Platform with an API"] as Answers);
    expect(TOKEN_AUDIENCES).toBe("https://service.example.com");
  });

  test("leave Redis out for high sensitivity, and give a reason only then", () => {
    const office = { project: "office", needs: [] } as const;
    const high: Answers = { ...office, sensitivity: "high", needs: [] };
    const low: Answers = { ...office, sensitivity: "low", needs: [] };
    expect(settingsFor(high, recommend(high))).toMatchObject({
      redis: null,
      noRedis: expect.stringContaining("Left out"),
    });
    expect(settingsFor(low, recommend(low))).toMatchObject({ noRedis: null });
    expect(envFor(low)).toHaveProperty("REDIS_URL");
  });
});

test("if two strategies fit equally well, the one with fewer parts is recommended, and the other is named", () => {
  const tie = recommend({ project: "microservices", sensitivity: "low", needs: ["kick"] });
  expect(tie).toMatchObject({ strategy: "database", equal: "hybrid" });
  for (const preset of Object.values(presets)) expect(recommend(preset).equal).toBeNull();
});

test("every need is graded for every strategy, and is shown on a page that exists", () => {
  for (const need of needs)
    for (const { strategy, says } of options)
      expect(says[need], `${strategy} ${need}`).toBeDefined();
  for (const [answer, { shownAt }] of Object.entries(choices)) {
    if (shownAt)
      expect(
        experiments.map(({ path }) => path),
        answer,
      ).toContain(shownAt);
  }
});

describe("a link", () => {
  const parse = (query: string) => parseAnswers(new URLSearchParams(query));

  test("without parameters has the default answers", () => {
    expect(parse("")).toEqual({
      answers: { project: "monolith", sensitivity: "medium", needs: [] },
      ignored: [],
    });
  });

  test.each([
    ["project=spaceship", ["project"]],
    ["project=constructor&sensitivity=__proto__&need=toString", ["project", "sensitivity", "need"]],
    ["project=", ["project"]],
    ["sensitivity=low&sensitivity=high", ["sensitivity"]],
    ["need=kick&need=wings", ["need"]],
    ["utm_source=mail", []],
  ])("%s is read, and its invalid parts are ignored", (query, ignored) => {
    const parsed = parse(query);
    expect(parsed.ignored).toEqual(ignored);
    expect(projects).toContain(parsed.answers.project);
    expect(sensitivities).toContain(parsed.answers.sensitivity);
    for (const need of parsed.answers.needs) expect(needs).toContain(need);
  });

  test("may name a need twice, in any order", () => {
    expect(parse("need=edge&need=kick&need=edge").answers.needs).toEqual(["kick", "edge"]);
    expect(parse("need=edge&need=kick&need=edge").ignored).toEqual([]);
  });
});

describe("extras and the device limit", () => {
  const office: Answers = { project: "office", sensitivity: "high", needs: ["kick", "devices"] };
  const envOf = (answers: Answers) => settingsFor(answers, recommend(answers)).env;

  test("Redis and emails add their settings if the strategy uses them", () => {
    expect(envOf(office)).not.toHaveProperty("REDIS_URL");
    expect(envOf({ ...office, has: ["redis", "emails"] })).toMatchObject({
      REDIS_URL: expect.any(String),
      SMTP_URL: "",
      EMAIL_FROM: "",
    });
    const shop = presets.Shop as Answers;
    expect(recommend(shop).strategy).toBe("jwt");
    expect(envOf({ ...shop, has: ["redis"] })).not.toHaveProperty("REDIS_URL");
    const rowless: Answers = { ...shop, needs: ["rowless"], has: ["emails"] };
    expect(envOf(rowless)).not.toHaveProperty("SMTP_URL");
  });

  test("the entered number is the device limit and part of the link", () => {
    const answers: Answers = { ...office, has: ["redis"], limit: 7 };
    expect(envOf(answers)).toMatchObject({ SESSION_DEVICE_LIMIT: 7 });
    expect(envOf(office)).toMatchObject({ SESSION_DEVICE_LIMIT: 3 });
    const query = new URL(toLink(answers), "http://localhost").searchParams;
    expect(parseAnswers(query)).toEqual({ answers, ignored: [] });
  });

  test.each(["0", "-1", "1.5", "x", "1001"])("a limit of %s is invalid", (limit) => {
    const parsed = parseAnswers(new URLSearchParams({ need: "devices", limit }));
    expect(parsed.ignored).toEqual(["limit"]);
    expect(parsed.answers).not.toHaveProperty("limit");
  });
});
