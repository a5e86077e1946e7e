import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { changePasswordForm, signUpForm } from "@/lib/accounts/credentials";
import { anyone, formAction } from "@/lib/forms/action";

/** The input of the action for these fields. */
async function received(schema: z.ZodObject, fields: [string, string | File][]) {
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  let input: unknown;
  const act = formAction({ authorize: anyone, schema }, async (seen) => {
    input = seen;
    return { status: "done" };
  });
  const result = await act({ status: "idle" }, form);
  return result.status === "done" ? input : result;
}

const colours = z.object({ colour: z.array(z.enum(["red", "blue"])) });

test("all values of a field that was sent more than once arrive", async () => {
  const files = [new File(["a"], "a.txt"), new File(["b"], "b.txt")];
  const schema = colours.extend({ file: z.array(z.file()), title: z.string() });
  const sent: [string, string | File][] = [
    ["title", "x"],
    ["colour", "red"],
    ["colour", "blue"],
    ...files.map((file): [string, File] => ["file", file]),
  ];
  expect(await received(schema, sent)).toEqual({
    title: "x",
    colour: ["red", "blue"],
    file: files.map(({ name }) => expect.objectContaining({ name })),
  });
});

test.each([[["red"]], [[]]])(
  "a group of which %j is ticked is a list all the same",
  async (ticked) => {
    const sent = ticked.map((value): [string, string] => ["colour", value]);
    expect(await received(colours, sent)).toEqual({ colour: ticked });
  },
);

test("a single field that is sent several times is invalid", async () => {
  const schema = z.object({ role: z.string("Choose one.") });
  const sent: [string, string][] = ["user", "admin"].map((role) => ["role", role]);
  expect(await received(schema, sent)).toEqual({
    status: "invalid",
    errors: { role: "Choose one." },
  });
});

test("missing fields are undefined, and unknown fields are removed", async () => {
  const schema = z.object({ urgent: z.literal("on").optional(), title: z.string("Missing.") });
  expect(await received(schema, [["extra", "1"]])).toEqual({
    status: "invalid",
    errors: { title: "Missing." },
  });
  expect(await received(schema, [["title", ""]])).toEqual({ title: "" });
});

const names = ["name", "email", "password", "currentPassword", "newPassword", "__proto__", "x"];
const fields = fc.array(
  fc.tuple(
    fc.constantFrom(...names),
    fc.oneof(
      fc.string({ unit: "binary" }),
      fc.emailAddress(),
      fc.string({ minLength: 8, maxLength: 200 }),
      fc.constant(new File(["a"], "a.txt")),
      fc.constant("x".repeat(100_000)),
    ),
  ),
  { maxLength: 8 },
);

test.each([
  ["sign-up", signUpForm],
  ["password", changePasswordForm],
])(
  "every input of the %s form is text of a limited size, or gets an error message",
  async (_which, schema) => {
    await fc.assert(
      fc.asyncProperty(fields, async (sent) => {
        const answer = (await received(schema, sent)) as Record<string, unknown>;
        if (answer.status === "invalid") {
          expect(Object.keys(Object(answer.errors))).not.toHaveLength(0);
          return;
        }
        expect(Object.keys(answer).sort()).toEqual(Object.keys(schema.shape).sort());
        for (const value of Object.values(answer)) expect(String(value).length).toBeLessThan(1000);
      }),
      { numRuns: 500 },
    );
  },
);
